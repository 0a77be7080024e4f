package io.mirstream.eval.replay;

import java.util.Optional;

/**
 * What is said of a query.
 *
 * @param caption made from its labels
 * @param released what the released code embeds in place of a caption; absent where the dataset has no such captions
 */
public record QueryWords(String caption, Optional<String> released) {}
