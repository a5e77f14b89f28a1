/** Child processes that are not workers of a pool: {@link dev.procpool.ChildProcess}. */
package dev.procpool.internal.child;
