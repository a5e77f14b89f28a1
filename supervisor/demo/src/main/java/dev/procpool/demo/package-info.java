/** Small programs that each show one truth about processes. The texts are in resource bundles, English and Chinese. */
package dev.procpool.demo;
