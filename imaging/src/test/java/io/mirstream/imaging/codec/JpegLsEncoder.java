package io.mirstream.imaging.codec;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * A plain encoder of one component, written from the text of ITU-T T.87 in its own words and order, for speed of reading
 * alone.
 *
 * @param preset MAXVAL, T1, T2, T3 and RESET for an LSE segment, 0 for a default; null for no segment
 * @param restartLines lines between restart markers, 0 for none
 */
record JpegLsEncoder(int precision, int near, int[] preset, int restartLines) {
    private static final int[] J = {
        0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13, 14, 15
    };

    static JpegLsEncoder lossless(int precision) {
        return near(precision, 0);
    }

    static JpegLsEncoder near(int precision, int near) {
        return new JpegLsEncoder(precision, near, null, 0);
    }

    /** A whole frame, from SOI to EOI; {@code samples} are unsigned words. */
    byte[] encode(short[] samples, int rows, int columns) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        put(frame, 0xff, 0xd8, 0xff, 0xf7, 0, 11, precision);
        put(frame, rows >> 8, rows, columns >> 8, columns, 1, 1, 0x11, 0);
        if (preset != null) {
            put(frame, 0xff, 0xf8, 0, 13, 1);
            for (int value : preset) {
                put(frame, value >> 8, value);
            }
        }
        if (restartLines > 0) {
            put(frame, 0xff, 0xdd, 0, 4, restartLines >> 8, restartLines);
        }
        put(frame, 0xff, 0xda, 0, 8, 1, 1, 0, near, 0, 0);
        int interval = restartLines > 0 ? restartLines : rows;
        for (int row = 0; row < rows; row += interval) {
            if (row > 0) {
                put(frame, 0xff, 0xd0 + (row / interval - 1) % 8);
            }
            int end = Math.min(rows, row + interval);
            frame.writeBytes(new Scan().encode(Arrays.copyOfRange(samples, row * columns, end * columns), columns));
        }
        put(frame, 0xff, 0xd9);
        return frame.toByteArray();
    }

    private static void put(ByteArrayOutputStream out, int... bytes) {
        for (int each : bytes) {
            out.write(each);
        }
    }

    private int preset(int index, int otherwise) {
        return preset == null || preset[index] == 0 ? otherwise : preset[index];
    }

    /** What T.87 annex A keeps while it encodes. */
    private final class Scan {
        final int MAXVAL = preset(0, (1 << precision) - 1);
        final int T1 = preset(1, threshold(3, 2, 3 * near, near + 1));
        final int T2 = preset(2, threshold(7, 3, 5 * near, T1));
        final int T3 = preset(3, threshold(21, 4, 7 * near, T2));
        final int RESET = preset(4, 64);
        final int RANGE = (MAXVAL + 2 * near) / (2 * near + 1) + 1;
        final int qbpp = ceilLog2(RANGE);
        final int bpp = Math.max(2, ceilLog2(MAXVAL + 1));
        final int LIMIT = 2 * (bpp + Math.max(8, bpp));
        final int[] A = new int[367];
        final int[] B = new int[365];
        final int[] C = new int[365];
        final int[] N = new int[367];
        final int[] Nn = new int[367];
        int runIndex;

        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        int partial;
        int partialBits;
        int room = 8;

        byte[] encode(short[] samples, int columns) {
            Arrays.fill(A, Math.max(2, (RANGE + 32) / 64));
            Arrays.fill(N, 1);
            int[] above = new int[columns + 2];
            for (int row = 0; row < samples.length / columns; row++) {
                int[] line = new int[columns + 2];
                for (int x = 0; x < columns; x++) {
                    line[x + 1] = samples[row * columns + x] & 0xffff;
                }
                line[0] = above[1];
                above[columns + 1] = above[columns];
                for (int x = 1; x <= columns; ) {
                    x = encodeFrom(x, line, above, columns);
                }
                above = line;
            }
            while (partialBits > 0) {
                bits(0, 1);
            }
            if (room == 7) {
                out.write(0); // no 0xFF may stand before a marker
            }
            return out.toByteArray();
        }

        /** Replaces what it encodes by what a decoder will see, and returns the next column. */
        private int encodeFrom(int x, int[] line, int[] above, int columns) {
            int Ra = line[x - 1];
            int Rb = above[x];
            int Rc = above[x - 1];
            int Rd = above[x + 1];
            int q1 = gradient(Rd - Rb);
            int q2 = gradient(Rb - Rc);
            int q3 = gradient(Rc - Ra);
            if (q1 == 0 && q2 == 0 && q3 == 0) {
                return encodeRun(x, line, above, columns);
            }
            int context = 81 * q1 + 9 * q2 + q3;
            int sign = context < 0 ? -1 : 1;
            line[x] = encodeRegular(line[x], Ra, Rb, Rc, Math.abs(context), sign);
            return x + 1;
        }

        private int encodeRegular(int Ix, int Ra, int Rb, int Rc, int Q, int sign) {
            int Px;
            if (Rc >= Math.max(Ra, Rb)) {
                Px = Math.min(Ra, Rb);
            } else if (Rc <= Math.min(Ra, Rb)) {
                Px = Math.max(Ra, Rb);
            } else {
                Px = Ra + Rb - Rc;
            }
            Px = clamp(Px + sign * C[Q]);
            int error = quantise(sign * (Ix - Px));
            int Rx = clamp(Px + sign * error * (2 * near + 1));
            error = modulo(error);

            int k = 0;
            while (N[Q] << k < A[Q]) {
                k++;
            }
            int mapped;
            if (near == 0 && k == 0 && 2 * B[Q] <= -N[Q]) {
                mapped = error >= 0 ? 2 * error + 1 : -2 * (error + 1);
            } else {
                mapped = error >= 0 ? 2 * error : -2 * error - 1;
            }
            golomb(mapped, k, LIMIT);

            B[Q] += error * (2 * near + 1);
            A[Q] += Math.abs(error);
            if (N[Q] == RESET) {
                A[Q] >>= 1;
                B[Q] = B[Q] >= 0 ? B[Q] >> 1 : -(1 - B[Q] >> 1);
                N[Q] >>= 1;
            }
            N[Q]++;
            if (B[Q] <= -N[Q]) {
                B[Q] = Math.max(B[Q] + N[Q], -N[Q] + 1);
                C[Q] = Math.max(C[Q] - 1, -128);
            } else if (B[Q] > 0) {
                B[Q] = Math.min(B[Q] - N[Q], 0);
                C[Q] = Math.min(C[Q] + 1, 127);
            }
            return Rx;
        }

        private int encodeRun(int start, int[] line, int[] above, int columns) {
            int value = line[start - 1];
            int x = start;
            while (x <= columns && Math.abs(line[x] - value) <= near) {
                line[x++] = value;
            }
            int length = x - start;
            while (length >= 1 << J[runIndex]) {
                bits(1, 1);
                length -= 1 << J[runIndex];
                runIndex = Math.min(runIndex + 1, 31);
            }
            if (x > columns) {
                if (length > 0) {
                    bits(1, 1);
                }
                return x;
            }
            bits(0, 1);
            bits(length, J[runIndex]);
            line[x] = encodeInterruption(line[x], value, above[x]);
            runIndex = Math.max(runIndex - 1, 0);
            return x + 1;
        }

        private int encodeInterruption(int Ix, int Ra, int Rb) {
            int RItype = Math.abs(Ra - Rb) <= near ? 1 : 0;
            int Px = RItype == 1 ? Ra : Rb;
            int sign = RItype == 0 && Ra > Rb ? -1 : 1;
            int error = quantise(sign * (Ix - Px));
            int Rx = clamp(Px + sign * error * (2 * near + 1));
            error = modulo(error);

            int Q = 365 + RItype;
            int TEMP = RItype == 0 ? A[365] : A[366] + (N[366] >> 1);
            int k = 0;
            while (N[Q] << k < TEMP) {
                k++;
            }
            boolean map = (k == 0 && error > 0 && 2 * Nn[Q] < N[Q])
                    || (error < 0 && 2 * Nn[Q] >= N[Q])
                    || (error < 0 && k != 0);
            int mapped = 2 * Math.abs(error) - RItype - (map ? 1 : 0);
            golomb(mapped, k, LIMIT - J[runIndex] - 1);

            if (error < 0) {
                Nn[Q]++;
            }
            A[Q] += mapped + 1 - RItype >> 1;
            if (N[Q] == RESET) {
                A[Q] >>= 1;
                N[Q] >>= 1;
                Nn[Q] >>= 1;
            }
            N[Q]++;
            return Rx;
        }

        private int gradient(int difference) {
            int size = Math.abs(difference);
            int level = size <= near ? 0 : size < T1 ? 1 : size < T2 ? 2 : size < T3 ? 3 : 4;
            return difference < 0 ? -level : level;
        }

        private int quantise(int error) {
            return error > 0 ? (error + near) / (2 * near + 1) : -((near - error) / (2 * near + 1));
        }

        private int modulo(int error) {
            int reduced = error < 0 ? error + RANGE : error;
            return reduced >= (RANGE + 1) / 2 ? reduced - RANGE : reduced;
        }

        private int clamp(int value) {
            return Math.max(0, Math.min(MAXVAL, value));
        }

        private void golomb(int value, int k, int limit) {
            int zeros = value >> k;
            if (zeros < limit - qbpp - 1) {
                bits(0, zeros);
                bits(1, 1);
                bits(value & (1 << k) - 1, k);
            } else {
                bits(0, limit - qbpp - 1);
                bits(1, 1);
                bits(value - 1, qbpp);
            }
        }

        private void bits(int value, int count) {
            for (int i = count - 1; i >= 0; i--) {
                partial = partial << 1 | (i < 31 ? value >> i & 1 : 0);
                if (++partialBits == room) {
                    out.write(partial);
                    room = partial == 0xff ? 7 : 8;
                    partial = 0;
                    partialBits = 0;
                }
            }
        }

        private int threshold(int basic, int least, int nearShare, int lower) {
            int value;
            if (MAXVAL >= 128) {
                int FACTOR = (Math.min(MAXVAL, 4095) + 128) / 256;
                value = FACTOR * (basic - least) + least + nearShare;
            } else {
                int FACTOR = 256 / (MAXVAL + 1);
                value = Math.max(least, basic / FACTOR + nearShare);
            }
            return value > MAXVAL || value < lower ? lower : value;
        }

        private int ceilLog2(int values) {
            int bits = 0;
            while (1 << bits < values) {
                bits++;
            }
            return bits;
        }
    }
}
