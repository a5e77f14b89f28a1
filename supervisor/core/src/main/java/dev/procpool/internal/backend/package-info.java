/** The interface between the front of a pool and the places where items run. Payloads are opaque here. */
package dev.procpool.internal.backend;
