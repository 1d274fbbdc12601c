package api_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"paddock/backend/api"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/locale"
)

// clubHandler is the desk's handler over a French club on a real data folder.
func clubHandler(t *testing.T) http.Handler {
	t.Helper()
	dir := t.TempDir()
	now := func() time.Time { return time.Date(2026, 10, 7, 10, 0, 0, 0, time.UTC) }
	d, err := desk.Open(context.Background(), desk.Options{Dir: dir, Now: now, Version: "test", Keys: desk.FileKeys(dir + "-keys")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	_, err = d.OpenClub(t.Context(), desk.Request{}, desk.FirstRun{
		Owner: "Laure", VAT: true,
		Identity: club.Identity{
			Name: "Écuries de Vaubrun", Street: "12 chemin du Moulin", PostalCode: "26999", Town: "Vaubrun", Country: "FR",
			SIREN: "732829320", VATNumber: "FR44732829320", Language: locale.French, Zone: "Europe/Paris",
		},
		Season: calendar.Season{Name: "2026–2027", First: "2026-09-01", Last: "2027-08-31"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return api.Desk(d, "test")
}

// call sends one request and decodes the answer into it, whatever its status.
func call(t *testing.T, handler http.Handler, method, path, key string, body, into any) int {
	t.Helper()
	text := ""
	if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		text = string(raw)
	}
	r := httptest.NewRequest(method, "/api/desk"+path, strings.NewReader(text))
	r.Header.Set("Content-Type", "application/json")
	if key != "" {
		r.Header.Set("Idempotency-Key", key)
	}
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	if err := json.Unmarshal(w.Body.Bytes(), into); err != nil {
		t.Fatalf("%s %s: %d %s", method, path, w.Code, w.Body)
	}
	return w.Code
}

func TestAFamilyIsMadeReadChangedAndFound(t *testing.T) {
	handler := clubHandler(t)
	var view desk.HouseholdView
	home := desk.SaveHousehold{Household: club.Household{
		Kind: "family", Name: "Delcourt", Language: locale.French,
		Contacts: []club.Contact{}, Addresses: []club.Address{},
		Riders: []club.Rider{{Surname: "Delcourt", FirstName: "Manon", Licences: []club.Licence{}}},
	}}
	if status := call(t, handler, "POST", "/households", "key-0001", home, &view); status != 200 || view.ID == 0 || len(view.Riders) != 1 {
		t.Fatalf("%d %+v", status, view)
	}
	path := "/households/" + strconv.FormatInt(int64(view.ID), 10)
	if status := call(t, handler, "GET", path, "", nil, &view); status != 200 || view.Name != "Delcourt" {
		t.Fatalf("%d %+v", status, view)
	}
	changed := desk.SaveHousehold{Household: view.Household}
	changed.Note = "rappeler"
	if status := call(t, handler, "PUT", path, "key-0002", changed, &view); status != 200 || view.Version != 2 {
		t.Fatalf("%d %+v", status, view)
	}
	manon := desk.SaveRider{Rider: view.Riders[0]}
	manon.HeightCm = 142
	if status := call(t, handler, "PUT", "/riders/1", "key-0003", manon, &view); status != 200 || view.Riders[0].HeightCm != 142 {
		t.Fatalf("%d %+v", status, view)
	}
	var found desk.Found
	if status := call(t, handler, "GET", "/search?q=manon", "", nil, &found); status != 200 || len(found.Riders) != 1 {
		t.Errorf("%d %+v", status, found)
	}
	var list desk.HouseholdList
	if status := call(t, handler, "GET", "/households?q=delc&sort=-remaining", "", nil, &list); status != 200 || list.Counts.Found != 1 {
		t.Errorf("%d %+v", status, list)
	}
	var account desk.Account
	if status := call(t, handler, "GET", path+"/account", "", nil, &account); status != 200 || account.Name != "Delcourt" {
		t.Errorf("%d %+v", status, account)
	}
}

func TestRefusalsOfFamiliesLeaveAsProblemsWithCodeFieldAndParams(t *testing.T) {
	handler := clubHandler(t)
	home := desk.SaveHousehold{Household: club.Household{
		Kind: "family", Name: "Delcourt", Language: locale.French, Email: "s@courriel.example",
		Contacts: []club.Contact{}, Addresses: []club.Address{}, Riders: []club.Rider{},
	}}
	var view desk.HouseholdView
	call(t, handler, "POST", "/households", "key-0001", home, &view)
	var problem api.Problem
	if status := call(t, handler, "POST", "/households", "key-0002", home, &problem); status != 422 ||
		problem.Code != club.CodeLookAlike || problem.Field != "email" || problem.Params["who"] != "Delcourt" {
		t.Errorf("look-alike: %d %+v", status, problem)
	}
	changed := desk.SaveHousehold{Household: view.Household}
	changed.Version = 7
	problem = api.Problem{}
	if status := call(t, handler, "PUT", "/households/1", "key-0003", changed, &problem); status != 409 ||
		problem.Code != club.CodeStale || problem.Params["current"].(map[string]any)["name"] != "Delcourt" {
		t.Errorf("stale: %d %+v", status, problem)
	}
	problem = api.Problem{}
	if status := call(t, handler, "GET", "/households/99", "", nil, &problem); status != 404 || problem.Code != club.CodeHouseholdNotFound {
		t.Errorf("unknown: %d %+v", status, problem)
	}
	problem = api.Problem{}
	if status := call(t, handler, "POST", "/households", "", home, &problem); status != 400 || problem.Code != club.CodeKeyMissing {
		t.Errorf("without a key: %d %+v", status, problem)
	}
}
