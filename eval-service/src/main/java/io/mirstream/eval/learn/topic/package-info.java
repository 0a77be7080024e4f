/** Examples from the topic of embeddings, as any consumer reads it. */
package io.mirstream.eval.learn.topic;
