// A server of the Go SDK with what the pairing matrix asks of every server.
//
//	server [--port 0] [--mode legacy|modern]     HTTP on 127.0.0.1; prints {"url": ...} when it listens
//	server --stdio                               stdin and stdout, in either era
//
// Over HTTP the SDK keeps sessions, and then speaks the legacy era only, or keeps none, and then speaks the modern era too.
// It ends on SIGTERM and SIGINT, and over stdio when its input ends.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

const mostIdle = 5 * time.Minute

func main() {
	port := flag.Int("port", 0, "the port on 127.0.0.1; 0 is a free one")
	mode := flag.String("mode", "legacy", "legacy, with sessions, or modern, without any")
	stdio := flag.Bool("stdio", false, "serve stdin and stdout")
	flag.Parse()
	if *mode != "legacy" && *mode != "modern" {
		fmt.Fprintln(os.Stderr, "server: --mode is legacy or modern")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	serve := func() error { return serveHTTP(ctx, *port, *mode == "modern") }
	if *stdio {
		serve = func() error { return matrixServer().Run(ctx, &mcp.StdioTransport{}) }
	}
	if err := serve(); err != nil && ctx.Err() == nil {
		fmt.Fprintln(os.Stderr, "server:", err)
		os.Exit(1)
	}
}

func serveHTTP(ctx context.Context, port int, isStateless bool) error {
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		return err
	}
	server := matrixServer()
	answer := mcp.NewStreamableHTTPHandler(
		func(*http.Request) *mcp.Server { return server },
		&mcp.StreamableHTTPOptions{
			SessionTimeout:               mostIdle,
			Stateless:                    isStateless,
			PropagateRequestCancellation: true,
		},
	)
	routes := http.NewServeMux()
	routes.Handle("/mcp", answer)
	serving := &http.Server{Handler: routes, ReadHeaderTimeout: 10 * time.Second}
	context.AfterFunc(ctx, func() { serving.Close() })
	fmt.Printf("{\"url\": \"http://%s/mcp\"}\n", listener.Addr())
	if err := serving.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
