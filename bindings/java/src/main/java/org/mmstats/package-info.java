/** What all formats of stats files have in common: errors, and whether a writer lives. */
package org.mmstats;
