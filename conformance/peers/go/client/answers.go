package main

import (
	"context"
	"sync"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// answers is what this client answers when a server asks its user or its model; each question is printed.
type answers struct {
	mutex   sync.Mutex
	elicits []*mcp.ElicitResult
	samples []string
}

func newAnswers() *answers {
	return &answers{elicits: []*mcp.ElicitResult{{Action: "decline"}}, samples: []string{"nothing"}}
}

// options declares no more than the capabilities say.
func (a *answers) options(can *mcp.ClientCapabilities) *mcp.ClientOptions {
	options := &mcp.ClientOptions{
		Capabilities:               can,
		ToolListChangedHandler:     func(context.Context, *mcp.ToolListChangedRequest) {},
		PromptListChangedHandler:   func(context.Context, *mcp.PromptListChangedRequest) {},
		ResourceListChangedHandler: func(context.Context, *mcp.ResourceListChangedRequest) {},
	}
	if can.Elicitation != nil {
		options.ElicitationHandler = a.elicit
	}
	if can.Sampling != nil {
		options.CreateMessageHandler = a.sample
	}
	return options
}

func (a *answers) elicit(_ context.Context, request *mcp.ElicitRequest) (*mcp.ElicitResult, error) {
	answer := next(&a.mutex, &a.elicits)
	show(map[string]any{"asked": "elicitation/create", "params": request.Params, "answer": answer})
	return answer, nil
}

func (a *answers) sample(_ context.Context, request *mcp.CreateMessageRequest) (*mcp.CreateMessageResult, error) {
	text := &mcp.TextContent{Text: next(&a.mutex, &a.samples)}
	answer := &mcp.CreateMessageResult{Role: "assistant", Content: text, Model: "test-model", StopReason: "endTurn"}
	show(map[string]any{"asked": "sampling/createMessage", "params": request.Params, "answer": answer})
	return answer, nil
}

// next takes the first of several answers; the last one stays.
func next[T any](mutex *sync.Mutex, left *[]T) T {
	mutex.Lock()
	defer mutex.Unlock()
	first := (*left)[0]
	if len(*left) > 1 {
		*left = (*left)[1:]
	}
	return first
}

func replace[T any](mutex *sync.Mutex, left *[]T, given []T) {
	mutex.Lock()
	defer mutex.Unlock()
	if len(given) > 0 {
		*left = given
	}
}
