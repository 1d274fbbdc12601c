//go:build !windows

package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// jobAsked is how often CUPS is asked what became of a paper.
const jobAsked = time.Second

// What IPP says of a job (RFC 8011, sections 4.3.4, 5.3.7 and B).
const (
	jobCanceled  = 7
	jobAborted   = 8
	jobCompleted = 9
	ippNotFound  = 0x0406
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
func jobState(ctx context.Context, job string) (uint32, error) {
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
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://localhost/jobs/", bytes.NewReader(askJob(job)))
	if err != nil {
		return 0, err
	}
	req.Header.Set("Content-Type", "application/ipp")
	answer, err := client.Do(req)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	said, err := io.ReadAll(io.LimitReader(answer.Body, 1<<16))
	if err != nil {
		return 0, err
	}
	if answer.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("state of job %s: %s", job, answer.Status)
	}
	return stateIn(said)
}

// askJob is the request Get-Job-Attributes for the state of a job (RFC 8010, section 3).
func askJob(job string) []byte {
	ask := []byte{2, 0, 0, 9, 0, 0, 0, 1, 1} // version, operation, request, its attributes
	for _, a := range []struct {
		tag         byte
		name, value string
	}{
		{0x47, "attributes-charset", "utf-8"},
		{0x48, "attributes-natural-language", "en"},
		{0x45, "job-uri", "ipp://localhost/jobs/" + job},
		{0x44, "requested-attributes", "job-state"},
	} {
		ask = binary.BigEndian.AppendUint16(append(ask, a.tag), uint16(len(a.name)))
		ask = binary.BigEndian.AppendUint16(append(ask, a.name...), uint16(len(a.value)))
		ask = append(ask, a.value...)
	}
	return append(ask, 3)
}

// stateIn reads the state in an answer.
func stateIn(said []byte) (uint32, error) {
	if len(said) < 8 {
		return 0, io.ErrUnexpectedEOF
	}
	status, rest := binary.BigEndian.Uint16(said[2:]), said[8:]
	if status == ippNotFound {
		return 0, nil
	}
	text := func() (value []byte, whole bool) {
		if len(rest) < 2 {
			return nil, false
		}
		size := int(binary.BigEndian.Uint16(rest))
		if rest = rest[2:]; len(rest) < size {
			return nil, false
		}
		value, rest = rest[:size], rest[size:]
		return value, true
	}
	for len(rest) > 0 && rest[0] != 3 {
		group := rest[0] < 0x10
		if rest = rest[1:]; group {
			continue
		}
		name, _ := text()
		value, whole := text()
		if !whole {
			return 0, io.ErrUnexpectedEOF
		}
		if string(name) == "job-state" && len(value) == 4 {
			return binary.BigEndian.Uint32(value), nil
		}
	}
	return 0, fmt.Errorf("an answer of status %#x names no state", status)
}
