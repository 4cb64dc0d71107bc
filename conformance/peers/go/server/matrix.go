package main

import (
	"context"
	"errors"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

type nothing struct{}

type said struct {
	Text string `json:"text"`
}

type marked struct {
	Mark string `json:"mark"`
}

// matrixServer offers what the matrix asks of every server. Its tools ask in the modern way, with their result; in the
// legacy era the SDK turns that into requests to the client.
func matrixServer() *mcp.Server {
	accept := func(context.Context, *mcp.SubscribeRequest) error { return nil }
	release := func(context.Context, *mcp.UnsubscribeRequest) error { return nil }
	server := mcp.NewServer(&mcp.Implementation{Name: "matrix-go", Version: "0.1.0"}, &mcp.ServerOptions{
		CompletionHandler:  complete,
		SubscribeHandler:   accept,
		UnsubscribeHandler: release,
	})
	addTalkingTools(server)
	addAskingTools(server)
	addChanges(server)
	addCancelledTools(server)
	addDocuments(server)
	return server
}

func addTool[In any](server *mcp.Server, name, description string, answer func(context.Context, *mcp.CallToolRequest, In) (*mcp.CallToolResult, error)) {
	mcp.AddTool(server, &mcp.Tool{Name: name, Description: description},
		func(ctx context.Context, request *mcp.CallToolRequest, given In) (*mcp.CallToolResult, any, error) {
			result, err := answer(ctx, request, given)
			return result, nil, err
		})
}

func report(ctx context.Context, request *mcp.CallToolRequest, progress int) error {
	token := request.Params.GetProgressToken()
	if token == nil {
		return nil
	}
	return request.Session.NotifyProgress(ctx, &mcp.ProgressNotificationParams{
		ProgressToken: token,
		Progress:      float64(progress),
		Total:         steps,
	})
}

func addTalkingTools(server *mcp.Server) {
	addTool(server, "matrix_call", "Says its argument",
		func(_ context.Context, _ *mcp.CallToolRequest, given said) (*mcp.CallToolResult, error) {
			return says("called: %s", given.Text), nil
		})
	addTool(server, "matrix_progress", "Reports progress three times",
		func(ctx context.Context, request *mcp.CallToolRequest, _ nothing) (*mcp.CallToolResult, error) {
			for progress := range steps {
				if err := report(ctx, request, progress+1); err != nil {
					return nil, err
				}
			}
			return says("progressed"), nil
		})
	addTool(server, "matrix_log", "Logs a line",
		func(ctx context.Context, request *mcp.CallToolRequest, _ nothing) (*mcp.CallToolResult, error) {
			line := &mcp.LoggingMessageParams{Level: "info", Logger: "matrix", Data: "a line of the matrix"}
			return says("logged"), request.Session.Log(ctx, line)
		})
	addTool(server, "matrix_error", "Fails",
		func(context.Context, *mcp.CallToolRequest, nothing) (*mcp.CallToolResult, error) {
			return nil, errors.New("failed on purpose")
		})
}

// addAsking adds a tool that asks its client once and says what came back.
func addAsking(server *mcp.Server, name, description string, question mcp.InputRequest, words func(mcp.InputResponse) string) {
	addTool(server, name, description,
		func(_ context.Context, request *mcp.CallToolRequest, _ nothing) (*mcp.CallToolResult, error) {
			answer := request.Params.InputResponses["answer"]
			if answer == nil {
				return &mcp.CallToolResult{InputRequests: mcp.InputRequestMap{"answer": question}}, nil
			}
			return says("%s", words(answer)), nil
		})
}

func addAskingTools(server *mcp.Server) {
	name := map[string]any{"type": "object", "properties": map[string]any{"name": map[string]any{"type": "string"}}, "required": []string{"name"}}
	form := &mcp.ElicitParams{Mode: "form", Message: "Your name?", RequestedSchema: name}
	addAsking(server, "matrix_elicit_form", "Asks the user for a name", form,
		func(answer mcp.InputResponse) string { return "form: " + accepted(answer.(*mcp.ElicitResult)) })
	visit := &mcp.ElicitParams{Mode: "url", Message: "Please visit", URL: page, ElicitationID: "matrix"}
	addAsking(server, "matrix_elicit_url", "Sends the user to a page", visit,
		func(answer mcp.InputResponse) string { return "url: " + accepted(answer.(*mcp.ElicitResult)) })
	speak := &mcp.CreateMessageParams{
		MaxTokens: 20,
		Messages:  []*mcp.SamplingMessage{{Role: "user", Content: &mcp.TextContent{Text: "Speak"}}},
	}
	addAsking(server, "matrix_sample", "Asks the model of the client", speak,
		func(answer mcp.InputResponse) string { return "sampled: " + sampled(answer) })
	addAsking(server, "matrix_roots", "Asks for the roots of the client", &mcp.ListRootsParams{},
		func(answer mcp.InputResponse) string { return "roots: " + uris(answer.(*mcp.ListRootsResult)) })
}

// sampled is the text of an answer, which the SDK hands over in either of two types.
func sampled(answer mcp.InputResponse) string {
	if message, isPlain := answer.(*mcp.CreateMessageResult); isPlain {
		return spoken(message.Content)
	}
	return spoken(answer.(*mcp.CreateMessageWithToolsResult).Content...)
}

func addChanges(server *mcp.Server) {
	addTool(server, "matrix_touch_resource", "Says that "+uri+" changed",
		func(ctx context.Context, _ *mcp.CallToolRequest, _ nothing) (*mcp.CallToolResult, error) {
			return says("touched"), server.ResourceUpdated(ctx, &mcp.ResourceUpdatedNotificationParams{URI: uri})
		})
	addTool(server, "matrix_change_list", "Changes the list of tools",
		func(context.Context, *mcp.CallToolRequest, nothing) (*mcp.CallToolResult, error) {
			addTool(server, "matrix_added", "Was added while the server ran",
				func(context.Context, *mcp.CallToolRequest, nothing) (*mcp.CallToolResult, error) {
					return says("added"), nil
				})
			return says("changed"), nil
		})
}

func addCancelledTools(server *mcp.Server) {
	cancelled := newMarks()
	addTool(server, "matrix_slow", "Waits until it is cancelled",
		func(ctx context.Context, request *mcp.CallToolRequest, given marked) (*mcp.CallToolResult, error) {
			if err := report(ctx, request, 1); err != nil {
				return nil, err
			}
			select {
			case <-time.After(longest):
			case <-ctx.Done():
				cancelled.add(given.Mark)
			}
			return says("waited"), nil
		})
	addTool(server, "matrix_cancelled", "Says whether the call with this mark was cancelled",
		func(_ context.Context, _ *mcp.CallToolRequest, given marked) (*mcp.CallToolResult, error) {
			return says("cancelled: %t", cancelled.has(given.Mark)), nil
		})
}

func addDocuments(server *mcp.Server) {
	server.AddResource(&mcp.Resource{Name: "matrix-text", URI: uri, MIMEType: "text/plain"},
		func(context.Context, *mcp.ReadResourceRequest) (*mcp.ReadResourceResult, error) {
			contents := []*mcp.ResourceContents{{URI: uri, MIMEType: "text/plain", Text: text}}
			return &mcp.ReadResourceResult{Contents: contents}, nil
		})
	word := &mcp.PromptArgument{Name: "word", Required: true}
	server.AddPrompt(
		&mcp.Prompt{Name: "matrix_prompt", Description: "Has an argument that can be completed", Arguments: []*mcp.PromptArgument{word}},
		func(_ context.Context, request *mcp.GetPromptRequest) (*mcp.GetPromptResult, error) {
			said := &mcp.TextContent{Text: request.Params.Arguments["word"]}
			return &mcp.GetPromptResult{Messages: []*mcp.PromptMessage{{Role: "user", Content: said}}}, nil
		})
}

func complete(_ context.Context, request *mcp.CompleteRequest) (*mcp.CompleteResult, error) {
	found := startingWith(request.Params.Argument.Value)
	return &mcp.CompleteResult{Completion: mcp.CompletionResultDetails{Values: found, Total: len(found)}}, nil
}
