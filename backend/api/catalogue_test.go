package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"paddock/backend/api"
	"paddock/backend/desk"
)

// counter is the desk's handler over a French club with the starter catalogue.
type counter struct {
	http.Handler
	t    *testing.T
	keys int
}

func openCounter(t *testing.T) *counter {
	t.Helper()
	dir := t.TempDir()
	noon := time.Date(2026, time.October, 7, 10, 0, 0, 0, time.UTC)
	d, err := desk.Open(t.Context(), desk.Options{
		Dir: dir, Version: "test", Now: func() time.Time { return noon }, Keys: desk.FileKeys(filepath.Join(dir, "keys")),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	c := &counter{Handler: api.Desk(d, "test"), t: t}
	c.call("POST", "/first-run", object{
		"owner": "Laure Caron", "vat": true, "link": "", "starter": true, "training": false,
		"season": object{"id": 0, "name": "2026–2027", "first": "2026-09-01", "last": "2027-08-31"},
		"identity": object{
			"name": "Écuries de Vaubrun", "tagline": "", "legalForm": "", "registry": "", "street": "12 chemin du Moulin", "postalCode": "26999", "town": "Vaubrun",
			"country": "FR", "phone": "", "email": "", "website": "", "siren": "732829320", "siret": "", "rna": "", "enterprise": "",
			"vatNumber": "FR44732829320", "iban": "", "bic": "", "language": "fr", "zone": "Europe/Paris",
		},
	}, http.StatusOK)
	return c
}

type object = map[string]any

// call sends a request and returns the answer's JSON, which must have a status.
func (c *counter) call(method, path string, body any, status int) any {
	c.t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		c.t.Fatal(err)
	}
	request := httptest.NewRequest(method, "/api/desk"+path, bytes.NewReader(raw))
	if method != "GET" {
		c.keys++
		request.Header.Set("Idempotency-Key", fmt.Sprintf("test-key-%04d", c.keys))
		request.Header.Set("Content-Type", "application/json")
	}
	answer := httptest.NewRecorder()
	c.ServeHTTP(answer, request)
	if answer.Code != status {
		c.t.Fatalf("%s %s: %d %s, want %d", method, path, answer.Code, answer.Body, status)
	}
	var value any
	if err := json.Unmarshal(answer.Body.Bytes(), &value); err != nil {
		c.t.Fatalf("%s %s: %v in %s", method, path, err, answer.Body)
	}
	return value
}

func TestAnOfferThatWasReadCanBeSentBack(t *testing.T) {
	c := openCounter(t)
	goods := c.call("GET", "/offers?kind=goods", nil, http.StatusOK).([]any)
	if all := c.call("GET", "/offers", nil, http.StatusOK).([]any); len(all) <= len(goods) {
		t.Fatalf("%d offers, %d of them goods", len(all), len(goods))
	}
	view := goods[0].(object)
	offer := object{}
	for _, name := range []string{"id", "kind", "name", "detail", "season", "priceCents", "parts", "deposit", "ageMin", "ageMax", "terms", "archived", "position", "version"} {
		offer[name] = view[name]
	}
	offer["name"] = "Gants junior"
	path := fmt.Sprintf("/offers/%v", offer["id"])
	changed := c.call("PUT", path, offer, http.StatusOK).(object)
	if changed["name"] != "Gants junior" || changed["version"] != 2.0 {
		t.Errorf("%v", changed)
	}
	problem := c.call("PUT", path, offer, http.StatusConflict).(object)
	if problem["code"] != "stale" || problem["params"].(object)["current"].(object)["version"] != 2.0 {
		t.Errorf("%v", problem)
	}
	if added := c.call("POST", "/offers", offer, http.StatusOK).(object); added["id"] == offer["id"] {
		t.Error("POST changed the offer instead of adding one")
	}
	copied := c.call("POST", path+"/duplicate", nil, http.StatusOK).(object)
	if copied["name"] != "Gants junior, copie" {
		t.Errorf("%v", copied["name"])
	}
	c.call("POST", path+"/archive", nil, http.StatusOK)
	if archived := c.call("GET", "/offers?archived=true", nil, http.StatusOK).([]any); len(archived) != 1 {
		t.Errorf("%d archived", len(archived))
	}
	c.call("POST", path+"/restore", nil, http.StatusOK)
}

func TestOffersForNobodySayWhatIsMissing(t *testing.T) {
	list := openCounter(t).call("GET", "/offers-for?rider=0&household=0", nil, http.StatusOK).(object)
	first := list["doesNot"].([]any)[0].(object)["obstacles"].([]any)[0].(object)
	if first["code"] != "riderNeeded" || list["fits"].([]any)[0].(object)["n"] != 1.0 {
		t.Errorf("%v", list)
	}
}

func TestSettingsThatWereReadCanBeSentBack(t *testing.T) {
	c := openCounter(t)
	view := c.call("GET", "/settings", nil, http.StatusOK).(object)
	for _, section := range []string{"identity", "policy", "vat", "mentions", "terms"} {
		version := view["versions"].(object)[section]
		after := c.call("PUT", "/settings/"+section, object{"version": version, "value": view[section]}, http.StatusOK).(object)
		if after["versions"].(object)[section] != version {
			t.Errorf("%s: the same value made a new version", section)
		}
	}
	policy := view["policy"].(object)
	policy["termDays"] = 14
	c.call("PUT", "/settings/policy", object{"version": 1, "value": policy}, http.StatusOK)
	problem := c.call("PUT", "/settings/policy", object{"version": 1, "value": policy}, http.StatusConflict).(object)
	if problem["code"] != "stale" || problem["params"].(object)["version"] != 2.0 {
		t.Errorf("%v", problem)
	}
}

func TestSeasonsAndStaffAreListed(t *testing.T) {
	c := openCounter(t)
	added := c.call("POST", "/seasons", object{"name": "2027–2028", "first": "2027-09-01", "last": "2028-08-31"}, http.StatusOK).(object)
	c.call("PUT", fmt.Sprintf("/seasons/%v", added["id"]), object{"name": "27–28", "first": "2027-09-01", "last": "2028-08-31"}, http.StatusOK)
	seasons := c.call("GET", "/seasons", nil, http.StatusOK).([]any)
	if len(seasons) != 2 || seasons[0].(object)["name"] != "27–28" {
		t.Errorf("%v", seasons)
	}
	problem := c.call("POST", "/seasons", object{"name": "Été", "first": "2028-08-31", "last": "2028-09-30"}, http.StatusUnprocessableEntity).(object)
	if problem["code"] != "seasonDays" || problem["field"] != "season.first" {
		t.Errorf("%v", problem)
	}
	if staff := c.call("GET", "/staff", nil, http.StatusOK).([]any); staff[0].(object)["role"] != "owner" {
		t.Errorf("%v", staff)
	}
}
