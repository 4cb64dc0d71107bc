package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// steps does the steps of one script, one after the other.
type steps struct {
	client  *mcp.Client
	session *mcp.ClientSession
	ears    *ears
	answers *answers
	level   string
	roots   []string
	calls   int
}

type step = map[string]json.RawMessage

type performer func(*steps, context.Context, json.RawMessage, step) (any, error)

var kinds = map[string]performer{
	"list":        (*steps).list,
	"call":        (*steps).call,
	"read":        (*steps).read,
	"prompt":      (*steps).prompt,
	"complete":    (*steps).complete,
	"subscribe":   (*steps).subscribe,
	"unsubscribe": (*steps).unsubscribe,
	"listen":      (*steps).listen,
	"await":       (*steps).await,
	"level":       (*steps).setLevel,
	"elicit":      (*steps).elicit,
	"sample":      (*steps).sample,
	"roots":       (*steps).setRoots,
}

func (s *steps) perform(ctx context.Context, index int, given step) {
	kind := "unknown"
	for name := range given {
		if kinds[name] != nil {
			kind = name
		}
	}
	if kind == "unknown" {
		err := fmt.Errorf("no such step: %v", slices.Sorted(maps.Keys(given)))
		show(map[string]any{"step": index, "kind": kind, "error": described(err)})
		return
	}
	patience := patience
	if given["timeoutMs"] != nil {
		var ms int
		must(json.Unmarshal(given["timeoutMs"], &ms))
		patience = time.Duration(ms) * time.Millisecond
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	result, err := kinds[kind](s, ctx, given[kind], given)
	switch {
	case err != nil:
		show(map[string]any{"step": index, "kind": kind, "error": described(err)})
	case result == nil:
		show(map[string]any{"step": index, "kind": kind, "result": map[string]any{}})
	default:
		show(map[string]any{"step": index, "kind": kind, "result": result})
	}
}

func (s *steps) meta() mcp.Meta {
	if s.level == "" || !isModern(s.session) {
		return nil
	}
	return mcp.Meta{mcp.MetaKeyLogLevel: s.level}
}

func (s *steps) list(ctx context.Context, given json.RawMessage, _ step) (any, error) {
	switch what := read[string](given); what {
	case "tools":
		return s.session.ListTools(ctx, &mcp.ListToolsParams{Meta: s.meta()})
	case "prompts":
		return s.session.ListPrompts(ctx, &mcp.ListPromptsParams{Meta: s.meta()})
	case "resources":
		return s.session.ListResources(ctx, &mcp.ListResourcesParams{Meta: s.meta()})
	case "templates":
		return s.session.ListResourceTemplates(ctx, &mcp.ListResourceTemplatesParams{Meta: s.meta()})
	default:
		return nil, fmt.Errorf("nothing to list: %s", what)
	}
}

func (s *steps) call(ctx context.Context, given json.RawMessage, whole step) (any, error) {
	call := read[mcp.CallToolParams](given)
	call.Meta = s.meta()
	if string(whole["progress"]) != "false" {
		s.calls++
		call.SetProgressToken(s.calls)
	}
	if string(whole["cancelOnProgress"]) != "true" {
		return s.session.CallTool(ctx, &call)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	s.ears.whenProgress(func() { cancel(errors.New("the script said so")) })
	defer s.ears.whenProgress(nil)
	result, err := s.session.CallTool(ctx, &call)
	if err != nil && context.Cause(ctx) != nil {
		return nil, context.Cause(ctx)
	}
	return result, err
}

func (s *steps) read(ctx context.Context, given json.RawMessage, _ step) (any, error) {
	return s.session.ReadResource(ctx, &mcp.ReadResourceParams{URI: read[string](given), Meta: s.meta()})
}

func (s *steps) prompt(ctx context.Context, given json.RawMessage, _ step) (any, error) {
	prompt := read[mcp.GetPromptParams](given)
	prompt.Meta = s.meta()
	return s.session.GetPrompt(ctx, &prompt)
}

func (s *steps) complete(ctx context.Context, given json.RawMessage, _ step) (any, error) {
	completion := read[mcp.CompleteParams](given)
	completion.Meta = s.meta()
	return s.session.Complete(ctx, &completion)
}

// subscribe returns when the server has taken it, for which the SDK does not wait in the modern era.
func (s *steps) subscribe(ctx context.Context, given json.RawMessage, _ step) (any, error) {
	err := s.session.Subscribe(ctx, &mcp.SubscribeParams{URI: read[string](given)})
	if err != nil || !isModern(s.session) {
		return nil, err
	}
	return nil, s.ears.await(ctx, resourcesAcknowledged)
}

func (s *steps) unsubscribe(ctx context.Context, given json.RawMessage, _ step) (any, error) {
	return nil, s.session.Unsubscribe(ctx, &mcp.UnsubscribeParams{URI: read[string](given)})
}

func (s *steps) listen(context.Context, json.RawMessage, step) (any, error) {
	return nil, nil
}

func (s *steps) await(ctx context.Context, given json.RawMessage, _ step) (any, error) {
	return nil, s.ears.await(ctx, read[string](given))
}

func (s *steps) setLevel(ctx context.Context, given json.RawMessage, _ step) (any, error) {
	s.level = read[string](given)
	if isModern(s.session) {
		return nil, nil
	}
	return nil, s.session.SetLoggingLevel(ctx, &mcp.SetLoggingLevelParams{Level: mcp.LoggingLevel(s.level)})
}

func (s *steps) elicit(_ context.Context, given json.RawMessage, _ step) (any, error) {
	replace(&s.answers.mutex, &s.answers.elicits, read[[]*mcp.ElicitResult](given))
	return nil, nil
}

func (s *steps) sample(_ context.Context, given json.RawMessage, _ step) (any, error) {
	replace(&s.answers.mutex, &s.answers.samples, read[[]string](given))
	return nil, nil
}

func (s *steps) setRoots(_ context.Context, given json.RawMessage, _ step) (any, error) {
	s.client.RemoveRoots(s.roots...)
	s.roots = nil
	for _, root := range read[[]*mcp.Root](given) {
		s.client.AddRoots(root)
		s.roots = append(s.roots, root.URI)
	}
	return nil, nil
}

func read[T any](given json.RawMessage) T {
	var value T
	must(json.Unmarshal(given, &value))
	return value
}
