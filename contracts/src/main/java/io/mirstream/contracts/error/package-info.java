/** Every way in which Mirstream refuses or fails, and what each one leads to. */
package io.mirstream.contracts.error;
