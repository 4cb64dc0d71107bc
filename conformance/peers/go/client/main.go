// The client of the Go SDK, in either era. It does what a script says and prints what it sees, as client.mjs does:
//
//	client --url URL [--bearer TOKEN] [--era legacy|modern|auto] [--name NAME] [--capabilities JSON] SCRIPT
//
// "listen" waits for nothing: in the modern era the SDK listens to the lists by itself, in the legacy era they come
// unasked. "together" is not known here. Questions for roots are answered by the SDK, which does not tell of them.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

const (
	modern   = "2026-07-28"
	legacy   = "2025-11-25"
	patience = 20 * time.Second
)

func main() {
	url := flag.String("url", "", "the MCP endpoint")
	bearer := flag.String("bearer", "", "the credential")
	era := flag.String("era", "auto", "legacy, modern or auto")
	name := flag.String("name", "gatehouse-test-client", "the name of the client")
	capabilities := flag.String("capabilities", `{"elicitation":{"form":{}},"sampling":{},"roots":{}}`, "as JSON")
	flag.Parse()
	if *url == "" || flag.NArg() != 1 || (*era != "legacy" && *era != "modern" && *era != "auto") {
		fmt.Fprintln(os.Stderr, "client: give --url URL, --era legacy, modern or auto, and one SCRIPT (a JSON array, or - for stdin)")
		os.Exit(2)
	}
	script, can := scriptOf(flag.Arg(0)), &mcp.ClientCapabilities{}
	must(json.Unmarshal([]byte(*capabilities), can))
	can.RootsV2 = rootsOf([]byte(*capabilities))

	ctx := context.Background()
	ears := newEars()
	answers := newAnswers()
	client := mcp.NewClient(&mcp.Implementation{Name: *name, Version: "0.1.0"}, answers.options(can))
	client.AddReceivingMiddleware(ears.middleware)
	session, err := connected(ctx, client, *era, &mcp.StreamableClientTransport{
		Endpoint:   *url,
		HTTPClient: &http.Client{Transport: withBearer(*bearer)},
	})
	if err != nil {
		show(map[string]any{"step": -1, "kind": "connect", "error": described(err)})
		os.Exit(1)
	}
	show(map[string]any{"step": -1, "kind": "connect", "result": met(session)})
	todo := &steps{client: client, session: session, ears: ears, answers: answers}
	for index, step := range script {
		todo.perform(ctx, index, step)
	}
	session.Close()
}

func scriptOf(given string) []map[string]json.RawMessage {
	text := []byte(given)
	if given == "-" {
		read, err := io.ReadAll(os.Stdin)
		must(err)
		text = read
	}
	var script []map[string]json.RawMessage
	must(json.Unmarshal(text, &script))
	return script
}

// rootsOf returns what the capabilities say of roots; the SDK does not read it from JSON.
func rootsOf(capabilities []byte) *mcp.RootCapabilities {
	var given struct {
		Roots *mcp.RootCapabilities `json:"roots"`
	}
	must(json.Unmarshal(capabilities, &given))
	return given.Roots
}

// connected is an open session of the era that was asked for: the SDK falls back to the legacy era by itself.
func connected(ctx context.Context, client *mcp.Client, era string, transport mcp.Transport) (*mcp.ClientSession, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	version := modern
	if era == "legacy" {
		version = legacy
	}
	session, err := client.Connect(ctx, transport, &mcp.ClientSessionOptions{ProtocolVersion: version})
	if err != nil {
		return nil, err
	}
	if era == "modern" && !isModern(session) {
		session.Close()
		return nil, fmt.Errorf("the server speaks %s, not %s", session.InitializeResult().ProtocolVersion, modern)
	}
	return session, nil
}

func isModern(session *mcp.ClientSession) bool {
	return session.InitializeResult().ProtocolVersion >= modern
}

func met(session *mcp.ClientSession) map[string]any {
	result := session.InitializeResult()
	era := "legacy"
	if isModern(session) {
		era = "modern"
	}
	return map[string]any{
		"era":             era,
		"protocolVersion": result.ProtocolVersion,
		"serverInfo":      result.ServerInfo,
		"capabilities":    result.Capabilities,
		"instructions":    result.Instructions,
	}
}

type bearerTransport struct{ token string }

func withBearer(token string) http.RoundTripper {
	if token == "" {
		return http.DefaultTransport
	}
	return bearerTransport{token}
}

func (t bearerTransport) RoundTrip(request *http.Request) (*http.Response, error) {
	request = request.Clone(request.Context())
	request.Header.Set("Authorization", "Bearer "+t.token)
	return http.DefaultTransport.RoundTrip(request)
}

// described is what a test may want to know of an error.
func described(err error) map[string]any {
	var wire *jsonrpc.Error
	if errors.As(err, &wire) {
		return map[string]any{"name": "Error", "code": wire.Code, "message": wire.Message, "data": wire.Data}
	}
	return map[string]any{"name": fmt.Sprintf("%T", err), "message": err.Error()}
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "client:", err)
		os.Exit(2)
	}
}
