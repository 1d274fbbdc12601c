package desk

import (
	"fmt"

	"paddock/backend/journal"
)

type replayedRequest struct {
	sealedRequest
	row  *row
	open bool
}

// What the rows of a request for money say, by part.
type (
	requested struct {
		sealedRequest
		At string `json:"at"`
		By int64  `json:"by"`
	}
	requestState struct {
		State string `json:"state"`
	}
	requestHeld struct {
		Released string `json:"released"`
		By       int64  `json:"by"`
		Unlocked bool   `json:"unlocked"`
	}
	requestDropped struct {
		At string `json:"at"`
		By int64  `json:"by"`
	}
)

func requestKey(id int64) string { return fmt.Sprintf("request %d", id) }

// request asks for money; a link replaces the open ones over its invoices.
func (r *replay) request(e event, asked sealedRequest) {
	for _, invoice := range asked.Invoices {
		for _, before := range r.asked[invoice] {
			if before.open && asked.Kind == "link" && before.Kind == "link" {
				before.end(e.Seq, "replaced")
			}
		}
	}
	made := r.add(requestKey(asked.ID), &row{thing: "request", name: e.Doc, parts: []part{
		{e.Seq, requested{asked, e.at, e.actor}}, {e.Seq, requestState{"open"}}, {e.Seq, requestHeld{}}, {e.Seq, requestDropped{}},
	}})
	open := &replayedRequest{asked, made, true}
	r.requests[asked.ID] = open
	for _, invoice := range asked.Invoices {
		r.asked[invoice] = append(r.asked[invoice], open)
	}
}

// release gives out a link that waited for files. An override over an offer is
// none of a link.
func (r *replay) release(e event, released releasedLink) {
	if held := r.rows[requestKey(released.Request)]; held != nil {
		held.parts[2] = part{e.Seq, requestHeld{Released: e.at, By: e.actor, Unlocked: e.Kind == journal.OverrideMade}}
	}
}

// drop ends a promise that nobody waits for any more.
func (r *replay) drop(e event, dropped droppedPromise) {
	if asked := r.requests[dropped.Request]; asked != nil && asked.open {
		asked.end(e.Seq, "cancelled")
		asked.row.parts[3] = part{e.Seq, requestDropped{e.at, e.actor}}
	}
}

// endLink ends a link over a cart.
func (r *replay) endLink(e event, ended endedLink) {
	if asked := r.requests[ended.Request]; asked != nil && asked.open {
		asked.end(e.Seq, ended.State)
	}
}

func (r *replayedRequest) end(seq int64, state string) {
	r.open, r.row.parts[1] = false, part{seq, requestState{state}}
}
