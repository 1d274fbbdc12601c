//go:build !windows

package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/OpenPrinting/goipp"
)

// jobAsked is how often CUPS is asked what became of a paper.
const jobAsked = time.Second

// The last states of a job (RFC 8011, section 5.3.7).
const (
	jobCanceled  = 7
	jobAborted   = 8
	jobCompleted = 9
)

// jobTaken waits until CUPS is done with a job, and tells whether it was printed. One that
// CUPS knows no more counts as printed: where it keeps no history, it forgets a job by
// printing it. A CUPS that does not answer is asked again, until the context ends.
func jobTaken(ctx context.Context, job string) (bool, error) {
	tick := time.NewTicker(jobAsked)
	defer tick.Stop()
	var last error
	for {
		state, err := jobState(ctx, job)
		switch {
		case err != nil:
			last = err
		case state == jobCompleted || state == 0:
			return true, nil
		case state == jobCanceled || state == jobAborted:
			return false, nil
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			if last == nil {
				last = ctx.Err()
			}
			return false, fmt.Errorf("watch job %s: %w", job, last)
		}
	}
}

// jobState asks CUPS for the state of a job, 0 for one it does not know. It is asked in its
// own protocol: lpstat says the same of a job that was printed and of one that was dropped.
func jobState(ctx context.Context, job string) (goipp.Integer, error) {
	server, err := lpstat(ctx, "-H")
	if err != nil {
		return 0, err
	}
	network, address := "tcp", strings.TrimSpace(server)
	if strings.HasPrefix(address, "/") {
		network = "unix"
	}
	client := http.Client{
		Timeout: 10 * time.Second,
		Transport: &http.Transport{
			DisableKeepAlives: true,
			DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
				return (&net.Dialer{}).DialContext(ctx, network, address)
			},
		},
	}
	question := goipp.NewRequest(goipp.DefaultVersion, goipp.OpGetJobAttributes, 1)
	question.Operation.Add(goipp.MakeAttribute("attributes-charset", goipp.TagCharset, goipp.String("utf-8")))
	question.Operation.Add(goipp.MakeAttribute("attributes-natural-language", goipp.TagLanguage, goipp.String("en")))
	question.Operation.Add(goipp.MakeAttribute("job-uri", goipp.TagURI, goipp.String("ipp://localhost/jobs/"+job)))
	question.Operation.Add(goipp.MakeAttribute("requested-attributes", goipp.TagKeyword, goipp.String("job-state")))
	body, err := question.EncodeBytes()
	if err != nil {
		return 0, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://localhost/jobs/", bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	req.Header.Set("Content-Type", goipp.ContentType)
	answer, err := client.Do(req)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("state of job %s: %s", job, answer.Status)
	}
	var said goipp.Message
	if err := said.Decode(io.LimitReader(answer.Body, 1<<16)); err != nil {
		return 0, err
	}
	return stateIn(said)
}

// stateIn reads the state in an answer.
func stateIn(answer goipp.Message) (goipp.Integer, error) {
	if goipp.Status(answer.Code) == goipp.StatusErrorNotFound {
		return 0, nil
	}
	for _, a := range answer.Job {
		if a.Name == "job-state" && len(a.Values) == 1 {
			if state, ok := a.Values[0].V.(goipp.Integer); ok {
				return state, nil
			}
		}
	}
	return 0, fmt.Errorf("an answer of status %s names no state", goipp.Status(answer.Code))
}
