package payment

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"paddock/backend/locale"
	"paddock/backend/money"
)

// Provider makes payment links and says what became of them. It is asked again
// and again: nothing it reports twice may count twice.
type Provider interface {
	// Create makes a link. Asked twice with one key it gives the same link, or one
	// nobody ever hears of.
	Create(ctx context.Context, a Asked) (Made, error)
	// Look says what a link is today, and what was paid by it.
	Look(ctx context.Context, id string) (Look, error)
	// Close lets nobody pay by a link any more, from now on or soon after. ErrEndsByItself
	// where the provider does not want it: what is paid by it all the same is still
	// reported.
	Close(ctx context.Context, id string, now time.Time) error
}

// Asked is what a link is to ask for.
type Asked struct {
	Key       string      // of this link and no other, until a Problem says it is spent
	Cents     money.Cents // in euros' cents, above zero
	Reference string      // comes back with the money
	Text      string      // what the family reads: the club and the invoice
	Language  locale.Lang
	At        time.Time // when it is asked
	Until     time.Time // when it stops working; zero for as late as the provider lets it
}

// Made is a link as its provider knows it.
type Made struct {
	ID  string
	URL string // of https, checked
	// Ends is when it stops working by itself; zero for never.
	Ends time.Time
}

// State is what a link is at its provider.
type State string

// The states of a link.
const (
	Open    State = "open"
	Expired State = "expired"
	Closed  State = "closed"  // by us, or at the provider's own site
	Unclear State = "unclear" // said to be paid, and no payment is named
)

// Look is what a provider says of a link. One whose time is over may still be open
// there: whoever asked for it knows until when.
type Look struct {
	State   State
	Paid    []Paid // each once, refunded ones too
	Pending bool   // somebody pays, or began to: nobody else is to be asked

	UnderWay bool      // somebody paid, and the money has not come yet
	Ends     time.Time // when it stops working by itself; zero for never, or where the provider does not say
}

// Paid is money that came by a link. Whoever counts it compares amount and
// currency with what was asked.
type Paid struct {
	ID       string // the provider's own, the same at every look
	Cents    money.Cents
	Currency string // EUR
	Refunded money.Cents
	At       time.Time // zero where the provider does not say
	Test     bool      // paid in the provider's test mode: it is no money
}

// IsTestKey reports whether a key is of its provider's test mode, by what it begins with:
// sk_test_ and rk_test_ at Stripe, test_ at Mollie, testpassword_ at Lyra.
func IsTestKey(key string) bool {
	return slices.ContainsFunc([]string{"sk_test_", "rk_test_", "test_", "testpassword_"}, func(begin string) bool { return strings.HasPrefix(key, begin) })
}

// ErrEndsByItself says that a provider does not close a link: it expires.
var ErrEndsByItself = errors.New("the link ends by itself")

// Problem is why a provider did not do what it was asked.
type Problem struct {
	Kind   ProblemKind
	Detail string // the provider's words, or the network's; never a key
	// Spent says that the key of the question is to be used no more: it was answered,
	// and Stripe answers so again for a day and longer (docs.stripe.com/api/idempotent_requests).
	Spent bool
}

// ProblemKind is what a person can do about a problem: its text is
// "link.problem." and the kind in every catalogue.
type ProblemKind string

// The kinds of problems.
const (
	Later   ProblemKind = "later"   // no answer, too many questions, or its own fault: asked again
	BadKey  ProblemKind = "badKey"  // the key is unknown there, or may not
	Gone    ProblemKind = "gone"    // it knows no such link
	Refused ProblemKind = "refused" // it does not want this link: its words say why
	Strange ProblemKind = "strange" // an answer that is not in its description
)

func (p *Problem) Error() string { return string(p.Kind) + ": " + p.Detail }

// ProblemOf is what kind of problem an error of a provider is; Later for all that
// is none of its answers.
func ProblemOf(err error) *Problem {
	var problem *Problem
	if errors.As(err, &problem) {
		return problem
	}
	return &Problem{Kind: Later, Detail: err.Error()}
}

// kindOf is what an answer's status says (RFC 9110 section 15).
func kindOf(status int) ProblemKind {
	switch {
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		return BadKey
	case status == http.StatusNotFound || status == http.StatusGone:
		return Gone
	case status == http.StatusTooManyRequests || status == http.StatusRequestTimeout || status == http.StatusConflict || status >= 500:
		return Later
	}
	return Refused
}

// answered is the problem of an answer that is no success.
func answered(status int, words string) *Problem {
	kind := kindOf(status)
	return &Problem{Kind: kind, Detail: words, Spent: kind != Later || status >= 500}
}

// patience is how long a provider may take to answer.
const patience = 10 * time.Second

// longestAnswer is how many bytes of an answer are read: no provider's is nearly
// as long.
const longestAnswer = 1 << 20

// client follows no redirect: a key is for one address.
var client = &http.Client{
	Timeout:       patience,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// call sends a question in JSON and reads the answer into one of ours. refusal reads
// a provider's words out of an answer that is no success.
func call(ctx context.Context, method, url string, sign func(*http.Request), question, answer any, refusal func([]byte) string) error {
	var body io.Reader
	if question != nil {
		raw, err := json.Marshal(question)
		if err != nil {
			return fmt.Errorf("ask provider: %w", err)
		}
		body = bytes.NewReader(raw)
	}
	request, err := http.NewRequestWithContext(ctx, method, url, body)
	if err != nil {
		return fmt.Errorf("ask provider: %w", err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "application/json")
	sign(request)
	response, err := client.Do(request)
	if err != nil {
		return &Problem{Kind: Later, Detail: err.Error()}
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(response.Body, longestAnswer+1))
	switch {
	case err != nil:
		return &Problem{Kind: Later, Detail: err.Error()}
	case response.StatusCode < 200 || response.StatusCode > 299:
		words := refusal(raw)
		if words == "" {
			words = response.Status
		}
		return answered(response.StatusCode, words)
	case len(raw) > longestAnswer:
		return &Problem{Kind: Strange, Detail: "an answer of more than a megabyte"}
	case answer == nil:
		return nil
	}
	if err := json.Unmarshal(raw, answer); err != nil {
		return &Problem{Kind: Strange, Detail: err.Error()}
	}
	return nil
}

// made checks what a provider says it made: a family is sent nowhere else than to
// a page of https.
func made(id, url string, ends time.Time) (Made, error) {
	if id == "" || !site.MatchString(url+"/") {
		return Made{}, &Problem{Kind: Strange, Detail: fmt.Sprintf("no link: %q, %q", id, url)}
	}
	return Made{id, url, ends}, nil
}
