/** The eval-service: replays by a schedule, their reports over HTTP, and their scores as metrics. */
package io.mirstream.eval.service;
