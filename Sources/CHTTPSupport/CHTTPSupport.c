#include "CHTTPSupport.h"

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <microhttpd.h>
#include <string.h>

int tenor_http_connection_socket(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  return info == NULL ? -1 : info->connect_fd;
}

void *tenor_http_connection_context(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  return info == NULL ? NULL : info->socket_context;
}

size_t tenor_http_request_header_size(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
  return info == NULL ? 0 : info->header_size;
}

static gnutls_datum_t datum(const char *text) {
  gnutls_datum_t result = {(unsigned char *)text, (unsigned int)strlen(text)};
  return result;
}

int tenor_tls_check_identity(const char *certificate, const char *key) {
  gnutls_certificate_credentials_t credentials;
  int code = gnutls_certificate_allocate_credentials(&credentials);
  if (code < 0) return code;
  gnutls_datum_t certificate_text = datum(certificate), key_text = datum(key);
  code = gnutls_certificate_set_x509_key_mem(credentials, &certificate_text, &key_text, GNUTLS_X509_FMT_PEM);
  gnutls_certificate_free_credentials(credentials);
  return code;
}

int tenor_tls_check_authorities(const char *authorities) {
  gnutls_certificate_credentials_t credentials;
  int code = gnutls_certificate_allocate_credentials(&credentials);
  if (code < 0) return code;
  gnutls_datum_t text = datum(authorities);
  code = gnutls_certificate_set_x509_trust_mem(credentials, &text, GNUTLS_X509_FMT_PEM);
  gnutls_certificate_free_credentials(credentials);
  return code;
}

const char *tenor_tls_message(int code) { return gnutls_strerror(code); }

static gnutls_session_t session_of(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
  return info == NULL ? NULL : (gnutls_session_t)info->tls_session;
}

// Outlives every session.
static gnutls_typed_vdata_st client_purpose = {
    .type = GNUTLS_DT_KEY_PURPOSE_OID, .data = (unsigned char *)GNUTLS_KP_TLS_WWW_CLIENT, .size = 0};

int tenor_tls_require_certificate(struct MHD_Connection *connection) {
  gnutls_session_t session = session_of(connection);
  if (session == NULL) return 0;
  gnutls_certificate_server_set_request(session, GNUTLS_CERT_REQUIRE);
  gnutls_session_set_verify_cert2(session, &client_purpose, 1, 0);
  return 1;
}

int tenor_tls_client_subject(struct MHD_Connection *connection, char *buffer, size_t size) {
  gnutls_session_t session = session_of(connection);
  unsigned int count = 0;
  const gnutls_datum_t *peers = session == NULL ? NULL : gnutls_certificate_get_peers(session, &count);
  gnutls_x509_crt_t certificate;
  if (peers == NULL || count == 0 || gnutls_x509_crt_init(&certificate) < 0) return 0;
  int is_read = gnutls_x509_crt_import(certificate, &peers[0], GNUTLS_X509_FMT_DER) >= 0 &&
                gnutls_x509_crt_get_dn(certificate, buffer, &size) >= 0;
  gnutls_x509_crt_deinit(certificate);
  return is_read;
}
