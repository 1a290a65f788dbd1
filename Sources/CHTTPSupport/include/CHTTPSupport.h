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

#endif
