/** The eval-service: replays the 3D-MIR benchmark through the same topics and the same search as any study. */
package io.mirstream.eval;
