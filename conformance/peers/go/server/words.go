package main

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// What every server of the matrix offers and says, whatever SDK it is made with; see matrix/words.mjs.
const (
	uri      = "matrix://text"
	text     = "text of the matrix"
	steps    = 3
	longest  = 15 * time.Second
	page     = "https://matrix.example/visit"
	most     = 256
	patience = 3 * time.Second
)

func startingWith(start string) []string {
	found := []string{}
	for _, word := range []string{"paris", "park", "party", "berlin"} {
		if strings.HasPrefix(word, start) {
			found = append(found, word)
		}
	}
	return found
}

func says(format string, given ...any) *mcp.CallToolResult {
	return &mcp.CallToolResult{Content: []mcp.Content{&mcp.TextContent{Text: fmt.Sprintf(format, given...)}}}
}

func accepted(answer *mcp.ElicitResult) string {
	if name, isGiven := answer.Content["name"].(string); isGiven {
		return answer.Action + " " + name
	}
	return answer.Action
}

func spoken(blocks ...mcp.Content) string {
	words := []string{}
	for _, block := range blocks {
		if said, isText := block.(*mcp.TextContent); isText {
			words = append(words, said.Text)
		}
	}
	return strings.Join(words, " ")
}

func uris(answer *mcp.ListRootsResult) string {
	found := []string{}
	for _, root := range answer.Roots {
		found = append(found, root.URI)
	}
	return strings.Join(found, " ")
}

// marks knows which calls have been cancelled, by the mark that each was given; beyond the bound it forgets.
type marks struct {
	mutex   sync.Mutex
	seen    map[string]bool
	changed chan struct{}
}

func newMarks() *marks {
	return &marks{seen: map[string]bool{}, changed: make(chan struct{})}
}

func (m *marks) add(mark string) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if len(m.seen) >= most {
		clear(m.seen)
	}
	m.seen[mark] = true
	close(m.changed)
	m.changed = make(chan struct{})
}

// has says whether this one is there now or within three seconds.
func (m *marks) has(mark string) bool {
	tooLate := time.After(patience)
	for {
		m.mutex.Lock()
		isSeen, changed := m.seen[mark], m.changed
		m.mutex.Unlock()
		if isSeen {
			return true
		}
		select {
		case <-changed:
		case <-tooLate:
			return false
		}
	}
}
