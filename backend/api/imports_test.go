package api_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"

	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/exchange"
)

// sendFile hands a list over as a page does: bytes, and no form.
func sendFile(t *testing.T, handler http.Handler, raw []byte, into any) int {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/api/desk/member-files?name=membres.csv", bytes.NewReader(raw))
	r.Header.Set("Content-Type", "application/octet-stream")
	r.Header.Set("Idempotency-Key", "key-0001")
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	if err := json.Unmarshal(w.Body.Bytes(), into); err != nil {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	return w.Code
}

func TestAFileOfSeveralMegabytesPassesAndOneTooManyIsRefusedByName(t *testing.T) {
	handler := clubHandler(t)
	var view desk.MemberFileView
	text := append([]byte("Nom;Prénom;Né le\nBlanc;Zoé;02/05/2014\n"), bytes.Repeat([]byte(";;\n"), 2<<20)...)
	if code := sendFile(t, handler, text, &view); code != http.StatusOK || view.ID == "" {
		t.Errorf("%d, %+v", code, view)
	}
	var problem struct {
		Code   club.Code
		Params map[string]any
	}
	code := sendFile(t, handler, make([]byte, exchange.MaxBytes+1), &problem)
	if code != http.StatusRequestEntityTooLarge || problem.Code != club.CodeFileTooLarge || problem.Params["megabytes"] == nil {
		t.Errorf("%d, %+v", code, problem)
	}
}

func TestAListThatIsNotOpenIsNotFound(t *testing.T) {
	handler := clubHandler(t)
	var problem struct{ Code club.Code }
	if code := call(t, handler, "GET", "/member-files/GONE", "", nil, &problem); code != http.StatusNotFound || problem.Code != club.CodeFileGone {
		t.Errorf("%d, %+v", code, problem)
	}
}
