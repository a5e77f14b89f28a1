/** How objects become bytes and failures become data. The only importer of Kryo. */
package dev.procpool.protocol.codec;
