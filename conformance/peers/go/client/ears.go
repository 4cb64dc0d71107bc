package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

var printing sync.Mutex

// show prints one line; notifications and answers come from several goroutines.
func show(line map[string]any) {
	text, err := json.Marshal(line)
	must(err)
	printing.Lock()
	defer printing.Unlock()
	fmt.Fprintln(os.Stdout, string(text))
}

// ears prints each notification, and lets a step wait for one.
type ears struct {
	mutex      sync.Mutex
	heard      map[string]int
	awaited    map[string]int
	changed    chan struct{}
	onProgress func()
}

func newEars() *ears {
	return &ears{heard: map[string]int{}, awaited: map[string]int{}, changed: make(chan struct{})}
}

func (e *ears) middleware(next mcp.MethodHandler) mcp.MethodHandler {
	return func(ctx context.Context, method string, request mcp.Request) (mcp.Result, error) {
		if strings.HasPrefix(method, "notifications/") {
			e.hear(method, request.GetParams())
		}
		return next(ctx, method, request)
	}
}

func (e *ears) hear(method string, params any) {
	show(map[string]any{"heard": method, "params": params})
	told := method
	if isAboutResources(method, params) {
		told = resourcesAcknowledged
	}
	e.mutex.Lock()
	e.heard[told]++
	close(e.changed)
	e.changed = make(chan struct{})
	onProgress := e.onProgress
	e.mutex.Unlock()
	if method == "notifications/progress" && onProgress != nil {
		onProgress()
	}
}

// resourcesAcknowledged stands for the acknowledgement of a subscription to resources.
const resourcesAcknowledged = "acknowledged: resources"

func isAboutResources(method string, params any) bool {
	text, err := json.Marshal(params)
	return err == nil && method == "notifications/subscriptions/acknowledged" && strings.Contains(string(text), `"resourceSubscriptions":[`)
}

// whenProgress sets what happens at each progress from now on.
func (e *ears) whenProgress(do func()) {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	e.onProgress = do
}

// await returns when one more notification of this method has been heard than was awaited before.
func (e *ears) await(ctx context.Context, method string) error {
	e.mutex.Lock()
	e.awaited[method]++
	enough := e.awaited[method]
	e.mutex.Unlock()
	for {
		e.mutex.Lock()
		isEnough, changed := e.heard[method] >= enough, e.changed
		e.mutex.Unlock()
		if isEnough {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("no %s in time", method)
		}
	}
}
