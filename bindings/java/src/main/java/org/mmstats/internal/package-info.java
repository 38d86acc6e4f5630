/** Not for applications: native code, memory, and what else is no part of the API. */
package org.mmstats.internal;
