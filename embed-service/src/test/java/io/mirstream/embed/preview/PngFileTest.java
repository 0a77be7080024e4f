package io.mirstream.embed.preview;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirstream.contracts.event.Png;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PngFileTest {
    @ParameterizedTest
    @CsvSource({"1, 1, 256", "1, 7, 256", "5, 1, 3", "128, 96, 256", "192, 192, 256", "33, 17, 1"})
    void another_reader_sees_the_same_pixels(int width, int height, int greys) throws IOException {
        byte[] rgb = new byte[3 * width * height];
        Random random = new Random(width);
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) random.nextInt(greys);
        }

        Png png = PngFile.ofRgb(width, height, rgb);

        BufferedImage read = ImageIO.read(new ByteArrayInputStream(png.toBytes()));
        assertThat(read.getWidth()).isEqualTo(width);
        assertThat(read.getHeight()).isEqualTo(height);
        assertThat(pixels(read)).isEqualTo(rgb);
        assertThat(chunks(png)).containsExactly("IHDR", "IDAT", "IEND");
    }

    private static byte[] pixels(BufferedImage image) {
        ByteBuffer rgb = ByteBuffer.allocate(3 * image.getWidth() * image.getHeight());
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int pixel = image.getRGB(x, y);
                rgb.put((byte) (pixel >> 16)).put((byte) (pixel >> 8)).put((byte) pixel);
            }
        }
        return rgb.array();
    }

    private static List<String> chunks(Png png) {
        ByteBuffer file = ByteBuffer.wrap(png.toBytes()).position(8);
        List<String> chunks = new ArrayList<>();
        while (file.hasRemaining()) {
            int length = file.getInt();
            byte[] type = new byte[4];
            file.get(type);
            chunks.add(new String(type, StandardCharsets.US_ASCII));
            file.position(file.position() + length + 4);
        }
        return chunks;
    }
}
