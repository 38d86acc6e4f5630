/** Format 2: its bytes, and how a reader and a writer go about them (SPEC.md part 2). */
package org.mmstats.internal.v2;
