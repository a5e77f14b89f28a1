/** What the front of a pool and the places where items run say to each other. Payloads are opaque here. */
package dev.procpool.internal.backend;
