/** Puts the query-service together: configuration, clients, health. */
package io.mirstream.query.service;
