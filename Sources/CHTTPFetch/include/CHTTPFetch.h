// One GET through libcurl, whose options are variadic in C and therefore not imported by Swift.
#ifndef TENOR_CHTTPFETCH_H
#define TENOR_CHTTPFETCH_H

#include <stddef.h>

/// What came of a GET.
struct tenor_fetched {
  /// The answer's status; 0 when there was none.
  long status;
  /// Bytes of the answer's content.
  size_t length;
  /// Why there is no answer; empty when there is one.
  char error[256];
};

/// Gets what is at a URL. Redirects are not followed, certificates are checked, and nothing but the URL's own scheme is
/// spoken.
///
/// `authorities` is a PEM file of the authorities that the server's certificate must lead to; NULL for the system's.
/// The content goes into `content`; an answer that has more than `capacity` bytes is an error, as one that takes longer than
/// `milliseconds` in all.
struct tenor_fetched tenor_fetch(
  const char *url, const char *authorities, long milliseconds, char *content, size_t capacity);

#endif
