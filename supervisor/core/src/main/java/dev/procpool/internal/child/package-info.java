/** Child processes that are no workers of a pool: {@link dev.procpool.ChildProcess}. */
package dev.procpool.internal.child;
