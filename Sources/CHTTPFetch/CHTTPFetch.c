#include "CHTTPFetch.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

struct sink {
  char *content;
  size_t capacity;
  size_t length;
};

static size_t take(char *bytes, size_t size, size_t count, void *context) {
  struct sink *sink = context;
  size_t added = size * count;
  // Taking less than was given ends the transfer with an error.
  if (added > sink->capacity - sink->length) return 0;
  memcpy(sink->content + sink->length, bytes, added);
  sink->length += added;
  return added;
}

static void begin(void) { curl_global_init(CURL_GLOBAL_DEFAULT); }

struct tenor_fetched tenor_fetch(
  const char *url, const char *authorities, long milliseconds, char *content, size_t capacity) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, begin);
  struct tenor_fetched fetched = {0, 0, ""};
  struct sink sink = {content, capacity, 0};
  char reason[CURL_ERROR_SIZE] = "";
  CURL *handle = curl_easy_init();
  if (handle == NULL) {
    snprintf(fetched.error, sizeof fetched.error, "out of memory");
    return fetched;
  }
  curl_easy_setopt(handle, CURLOPT_URL, url);
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, strncmp(url, "https:", 6) == 0 ? "https" : "http");
  curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(handle, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  curl_easy_setopt(handle, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
  curl_easy_setopt(handle, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
  curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 2L);
  if (authorities != NULL) {
    curl_easy_setopt(handle, CURLOPT_CAINFO, authorities);
    curl_easy_setopt(handle, CURLOPT_CAPATH, NULL);
  }
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, milliseconds);
  curl_easy_setopt(handle, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)capacity);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &sink);
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, reason);
  curl_easy_setopt(handle, CURLOPT_USERAGENT, "tenor");
  CURLcode code = curl_easy_perform(handle);
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &fetched.status);
  fetched.length = sink.length;
  if (code == CURLE_WRITE_ERROR || code == CURLE_FILESIZE_EXCEEDED) {
    snprintf(fetched.error, sizeof fetched.error, "the answer has more than %zu bytes", capacity);
  } else if (code != CURLE_OK) {
    snprintf(fetched.error, sizeof fetched.error, "%s", reason[0] != 0 ? reason : curl_easy_strerror(code));
  }
  curl_easy_cleanup(handle);
  return fetched;
}
