// The queries of libmicrohttpd that are variadic in C and therefore not imported by Swift.
#ifndef TENOR_CHTTPSUPPORT_H
#define TENOR_CHTTPSUPPORT_H

#include <stddef.h>

struct MHD_Connection;

/// The connection's socket, or -1 where the library gives none.
int tenor_http_connection_socket(struct MHD_Connection *connection);

/// The pointer the server attached to the connection when it was accepted; NULL when none.
void *tenor_http_connection_context(struct MHD_Connection *connection);

/// Bytes of request line and header fields of the current request.
size_t tenor_http_request_header_size(struct MHD_Connection *connection);

// What TLS needs of GnuTLS, through which the library speaks it.

/// Whether a PEM certificate chain and the PEM key of its first certificate can be used; a negative code when not.
int tenor_tls_check_identity(const char *certificate, const char *key);

/// How many PEM certificates of authorities there are; a negative code when they cannot be read.
int tenor_tls_check_authorities(const char *authorities);

/// What a negative code means.
const char *tenor_tls_message(int code);

/// Has the handshake fail unless the client shows a certificate for clients that leads to an authority of the server and
/// is valid now. Before the handshake only. Returns 0 where the connection has no TLS.
int tenor_tls_require_certificate(struct MHD_Connection *connection);

/// Writes the subject of the client's certificate (RFC 4514). Returns 0 where there is none, or no room for it.
int tenor_tls_client_subject(struct MHD_Connection *connection, char *buffer, size_t size);

#endif
