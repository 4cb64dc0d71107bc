/**
 * The gateway for clients that speak over standard input and output only: each line that such a
 * client writes becomes a request over HTTP, and what the gateway says becomes lines. Keeps what
 * HTTP needs beside the message (session, headers, streams), and changes no message. Never decides
 * anything, and never writes to standard output what is no message.
 */
@NullMarked
package dev.gatehouse.cli.stdio;

import org.jspecify.annotations.NullMarked;
