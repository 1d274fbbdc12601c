package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"paddock/backend/api"
	"paddock/backend/club"
	"paddock/backend/desk"
)

// sampled serves an invented club to a test, and what its log says.
func sampled(t *testing.T) (http.Handler, *desk.Desk, *bytes.Buffer) {
	t.Helper()
	dir, log := t.TempDir(), &bytes.Buffer{}
	d, err := desk.Open(context.Background(), desk.Options{
		Dir: dir, Version: "test", Keys: desk.FileKeys(filepath.Join(dir, "keys")), Log: slog.New(slog.NewTextHandler(log, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	if _, err := d.MakeSample(context.Background(), desk.Request{}, desk.Sample{Riders: 3, Years: 1, Seed: 1}); err != nil {
		t.Fatal(err)
	}
	return api.Desk(d, "test"), d, log
}

func problemOf(t *testing.T, handler http.Handler, method, path, key, body string) (*httptest.ResponseRecorder, api.Problem) {
	t.Helper()
	request := httptest.NewRequest(method, path, strings.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	if key != "" {
		request.Header.Set("Idempotency-Key", key)
	}
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, request)
	var problem api.Problem
	if answer.Code >= 400 {
		if err := json.Unmarshal(answer.Body.Bytes(), &problem); err != nil {
			t.Fatalf("%s %s: %v in %s", method, path, err, answer.Body)
		}
		if got := answer.Header().Get("Content-Type"); got != "application/problem+json" {
			t.Errorf("%s %s answers %s", method, path, got)
		}
	}
	return answer, problem
}

func TestEveryErrorIsAProblemWithACode(t *testing.T) {
	handler, _, _ := sampled(t)
	for name, test := range map[string]struct {
		method, path, key, body string
		status                  int
		code                    club.Code
	}{
		"an unknown address":          {"GET", "/api/desk/unicorns", "", "", 404, club.CodeNotFound},
		"an unknown invoice":          {"GET", "/api/desk/invoices/999999", "", "", 404, club.CodeInvoiceNotFound},
		"a write without its key":     {"POST", "/api/desk/carts", "", `{"household":0}`, 400, club.CodeKeyMissing},
		"no JSON":                     {"POST", "/api/desk/carts", "key-00001", `{`, 400, club.CodeMalformed},
		"an unknown field":            {"POST", "/api/desk/carts", "key-00002", `{"household":0,"free":true}`, 400, club.CodeMalformed},
		"a fraction of a cent":        {"POST", "/api/desk/payments", "key-00003", `{"household":1,"tenders":[{"way":"cash","cents":1.5}]}`, 400, club.CodeMalformed},
		"a number beyond all numbers": {"POST", "/api/desk/carts", "key-00004", `{"household":99999999999999999999}`, 400, club.CodeMalformed},
		"an unknown household":        {"POST", "/api/desk/carts", "key-00005", `{"household":999}`, 404, club.CodeHouseholdNotFound},
		"a second first run":          {"POST", "/api/desk/sample-club", "key-00006", `{"riders":1,"years":1,"seed":1}`, 409, club.CodeFolderNotEmpty},
	} {
		t.Run(name, func(t *testing.T) {
			answer, problem := problemOf(t, handler, test.method, test.path, test.key, test.body)
			if answer.Code != test.status || problem.Code != test.code {
				t.Errorf("%d %s, want %d %s: %s", answer.Code, problem.Code, test.status, test.code, answer.Body)
			}
		})
	}
}

func TestAFaultLeavesOnlyAnIdThatIsAlsoInTheLog(t *testing.T) {
	handler, d, log := sampled(t)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	answer, problem := problemOf(t, handler, "GET", "/api/desk/invoices", "", "")
	if answer.Code != 500 || problem.Code != "internal" || len(problem.ID) != 8 {
		t.Fatalf("%d %+v", answer.Code, problem)
	}
	if strings.Contains(answer.Body.String(), "sql") || strings.Contains(answer.Body.String(), "closed") {
		t.Errorf("the fault's own words left: %s", answer.Body)
	}
	if !strings.Contains(log.String(), problem.ID) || !strings.Contains(log.String(), "closed") {
		t.Errorf("the log does not tell fault %s: %s", problem.ID, log)
	}
}

func TestTheDescriptionIsTheSameEveryTime(t *testing.T) {
	first, err := api.OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	second, err := api.OpenAPI()
	if err != nil || !bytes.Equal(first, second) {
		t.Errorf("two descriptions differ: %v", err)
	}
}
