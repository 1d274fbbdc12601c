package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"paddock/backend/api"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
)

// The role matrix (PERFORMANCE, R22): what each operation is for, said a second
// time and not read from club/rights.go. An operation that is not here fails.
var matrix = map[string]string{
	"getSession": "anybody", "sitDown": "anybody", "lock": "anybody", // while it is locked too

	"changes": "everyone", "check": "everyone", "openClub": "everyone", "makeSample": "everyone", // the last two refuse where there is a club
	"prefer": "everyone", "listUnprinted": "counter", "exportUnprinted": "counter", "notePrint": "everyone", "refusePrint": "everyone", "dropPrint": "everyone", "getDraft": "counter", "keepDraft": "counter", "listActions": "counter", "undo": "counter", "redo": "counter", "changePin": "everyone", "listLevels": "everyone", "listRiderFiles": "everyone",

	"listHouseholds": "counter", "getHousehold": "counter", "getAccount": "counter", "getComing": "counter", "getStatement": "counter", "drawStatement": "counter", "getCertificate": "counter", "drawCertificate": "counter", "addHousehold": "counter",
	"saveHousehold": "counter", "acceptTerms": "counter",
	"listResembling": "counter", "previewMerge": "counter", "mergeHouseholds": "counter", "undoMerge": "counter", "moveRider": "counter", "shareRider": "counter", "addRider": "counter", "saveRider": "counter", "search": "counter", "readSlip": "counter",
	"listCarts": "counter", "getCart": "counter", "openCart": "counter", "addLine": "counter", "setQuantity": "counter",
	"typePromo": "counter", "giveDiscount": "counter", "previewCredit": "counter",
	"parkCart": "counter", "keepCart": "counter", "getReenrolment": "counter", "exportReenrolment": "counter", "openReenrolment": "counter", "takeUpCart": "counter", "dropCart": "counter", "checkout": "counter", "listOffersFor": "counter",
	"listInvoices": "counter", "getInvoice": "counter", "getCodes": "counter", "creditInvoice": "counter",
	"previewInvoice": "counter", "printInvoice": "counter", "previewReceipt": "counter", "getGiftCard": "counter", "getGiftCardSlip": "counter", "printReceipt": "counter",
	"receive": "counter", "bounceCheque": "counter",
	"getBank": "counter", "listBankLines": "counter", "exportBankLines": "counter", "listToPayOut": "counter", "exportToPayOut": "counter", "previewStatement": "counter", "importStatement": "counter", "dropStatement": "counter",
	"settleLine": "counter", "settlePayout": "counter", "keepRepeat": "counter", "settleExact": "counter", "bounceLine": "counter", "markLine": "counter",
	"listAidsFor": "counter", "listAids": "counter", "exportAids": "counter", "grantAid": "counter", "claimAid": "counter", "receiveAid": "counter", "payAidBack": "counter", "refuseAid": "counter",
	"saveAids":     "owner",
	"saveAccounts": "owner",
	"getOverview":  "owner", "listAccounts": "owner", "makeEntriesFile": "owner",
	"listAttestationWords": "owner", "makeAttestation": "owner", "listEvents": "owner", "exportEvents": "owner", "makeArchive": "owner",
	"listBookLines": "owner", "exportBookLines": "owner", "listVatReport": "owner", "exportVatReport": "owner", "listVatDays": "owner", "exportVatDays": "owner", "listAgedReceivables": "owner", "exportAgedReceivables": "owner",
	"listDeferredRevenue": "owner", "exportDeferredRevenue": "owner", "listOccupancy": "owner", "exportOccupancy": "owner", "listIncome": "owner", "exportIncome": "owner", "listRetention": "owner", "exportRetention": "owner", "listB2CTotals": "owner", "exportB2CTotals": "owner", "listGone": "owner", "exportGone": "owner",
	"refundCredit": "counter", "refundCreditNote": "counter", "dropPromise": "counter", "listHolders": "counter", "bringIn": "counter", "listPayments": "counter", "getPayment": "counter", "listCards": "counter", "getToday": "counter",
	"getTill": "counter", "openTill": "counter", "countTill": "counter", "dropCash": "counter",
	"remind": "counter", "listToRemind": "counter", "exportToRemind": "counter", "listToPhone": "counter", "exportToPhone": "counter", "drawReminder": "counter",
	"disputeInvoice": "counter", "endDispute": "counter", "saveReminders": "owner",
	"listOutbox": "counter", "exportOutbox": "counter", "getOutboxState": "counter", "decideMail": "counter", "sendMails": "counter", "mailInvoices": "counter", "mailReceipts": "counter",
	"saveMail": "owner", "saveMailRules": "owner", "getMailRuleDefaults": "owner", "tryMailRules": "owner", "rereadMails": "counter", "getMailHalves": "owner", "keepMailPassword": "owner", "checkMail": "owner",
	"getLinkKeeping": "owner", "keepLinkKey": "owner", "checkLinks": "owner", "listLinkPayments": "counter", "exportLinkPayments": "counter", "settleLinkPayment": "counter", "lookAtLinks": "counter", "lookAtCartLink": "counter",
	"depositCheques": "counter", "takeSlipBack": "counter", "paySlip": "counter", "listVouchersInHand": "counter", "exportVouchersInHand": "counter", "drawDepositSlip": "counter", "listChequesInHand": "counter", "exportChequesInHand": "counter", "listDepositSlips": "counter", "exportDepositSlips": "counter",
	"getClosing": "counter", "closeDay": "counter", "closeSpan": "owner", "listClosings": "counter", "exportClosings": "counter", "drawClosing": "counter", "planDues": "counter", "writeOffInvoice": "owner", "reopenDebt": "counter",
	"getMailbox": "counter", "readMailbox": "counter", "listMails": "counter", "exportMails": "counter", "getMail": "counter", "getMailFile": "counter", "fileMail": "counter", "tieMail": "counter", "acceptMail": "counter",
	"getRiderPapers": "counter", "setPaper": "counter", "addScan": "counter", "removeScan": "counter", "getScan": "counter", "saveLicence": "counter", "removeLicence": "counter",
	"printInvoices": "counter", "listCandidates": "counter", "invoiceMany": "counter",
	"listWorks": "counter", "stopWork": "counter", "closeWork": "counter", "getWorkPaper": "counter",
	"unlockLink": "owner", "unlockCartLink": "owner", "savePapers": "owner",
	"listStockMovements": "counter", "exportStockMovements": "counter", "moveStock": "owner",
	"getPlan": "everyone", "checkLesson": "everyone", "listArenas": "everyone", "listInstructors": "everyone", "listClosedDays": "everyone",
	"listSeries": "counter", "addSeries": "counter", "changeSeries": "counter", "addLesson": "counter", "changeLesson": "counter", "cancelLesson": "counter", "previewCancelLesson": "counter", "listSmallGroups": "counter", "listEndingVouchers": "counter", "exportEndingVouchers": "counter", "exportSmallGroups": "counter", "keepLesson": "counter", "listMerges": "counter", "mergeLesson": "counter", "listToTell": "counter", "exportToTell": "counter", "markTold": "counter", "duplicateWeek": "counter",
	"copySeries": "owner", "checkCopySeries": "owner", "saveArena": "owner", "saveInstructor": "owner", "readClosedDays": "owner", "saveClosedDays": "owner", "removeClosedDays": "owner",
	"verify": "counter", "listOffers": "counter", "listSeasons": "counter",

	"exportActivities": "everyone", "listEnrolled": "everyone", "exportEnrolled": "counter", "exportCandidates": "counter",
	"exportImports": "owner", "exportSetAside": "counter", "exportOpenings": "owner", "exportOverrides": "owner",
	"listPromisedMoney": "counter", "exportPromisedMoney": "counter", "listAbandoned": "counter", "exportAbandoned": "counter",
	"listHeld": "counter", "exportHeld": "counter", "listBounced": "counter", "exportBounced": "counter",
	"listIncompleteFiles": "counter", "exportIncompleteFiles": "counter", "listFilesToRenew": "counter", "exportFilesToRenew": "counter",
	"listLowStock": "counter", "exportLowStock": "counter", "listLacking": "counter", "exportLacking": "counter",
	"listReleased": "counter", "exportReleased": "counter", "listGiftCards": "counter", "exportGiftCards": "counter",
	"listAccountLines": "counter", "exportAccountLines": "counter", "listExchanges": "counter", "exportExchanges": "counter", "writeToHousehold": "counter",
	"exportHouseholds": "counter", "exportRiders": "counter", "exportInvoices": "counter", "exportPayments": "counter", "exportOffers": "counter",

	"listActivities": "everyone", "getActivity": "everyone", "planActivity": "counter", "drawActivity": "everyone", "writeToEnrolled": "counter", "enrol": "counter", "previewCancelEnrolment": "counter", "cancelEnrolment": "counter", "previewCancelActivityDay": "counter", "cancelActivityDay": "counter",
	"getRoster": "everyone", "drawRoster": "everyone", "tickRoll": "everyone", "callRoll": "everyone",
	"listPackages": "counter", "previewStopPackage": "counter", "stopPackage": "counter", "listPackageSlots": "counter", "previewChangeSlot": "counter", "changeSlot": "counter", "listLessonsFor": "counter", "listSlots": "counter", "listToPlace": "counter", "exportToPlace": "counter", "listWaitingLists": "counter", "exportWaitingLists": "counter", "listPlanLessons": "everyone", "exportPlanLessons": "everyone", "getRiderPlan": "counter", "getCardLedger": "counter", "getVoucherLedger": "counter", "extendCard": "counter", "book": "counter", "previewCancel": "counter", "cancelBooking": "counter", "previewAbsence": "counter", "noteAbsence": "counter",
	"joinWaiting": "counter", "leaveWaiting": "counter", "tendWaiting": "counter",

	"listHorses": "everyone", "exportHorses": "everyone", "getHorse": "everyone", "getHorsePlan": "everyone", "listHorsesFor": "everyone", "proposeHorses": "everyone",
	"giveHorses": "everyone", "recordFall": "everyone", "addHorse": "counter", "saveHorse": "counter", "restHorse": "counter", "careDone": "counter", "saveWish": "counter",

	"addOffer": "owner", "changeOffer": "owner", "archiveOffer": "owner", "restoreOffer": "owner", "duplicateOffer": "owner", "moveOffer": "owner", "duplicateOfferToNextSeason": "owner", "planSeason": "owner", "prepareSeason": "owner",
	"getSettings": "owner", "saveIdentity": "owner", "savePolicy": "owner", "saveVat": "owner", "saveMentions": "owner", "saveTerms": "owner", "saveDiscounts": "owner", "getLevels": "owner", "listSettingsHistory": "owner", "exportSettingsHistory": "owner", "checkLevelOrder": "owner", "saveLevels": "owner",
	"addSeason": "owner", "changeSeason": "owner", "backup": "owner", "readBackup": "owner", "restore": "owner",
	"listOpenings": "owner", "moveIn": "owner", "correctOpening": "owner",
	"listImports": "owner", "undoImport": "owner", "openMemberFile": "owner", "closeMemberFile": "owner", "getMemberFile": "owner",
	"readMemberFileAs": "owner", "listMemberFamilies": "owner", "importMemberFile": "owner", "mendMemberLine": "owner", "setAllAside": "owner", "listNamesakes": "owner", "leaveBrought": "owner",
	"stopMemberFile": "owner", "listSetAside": "counter", "mendSetAside": "counter",
	"exportPersonalData": "owner", "printPersonalData": "owner", "previewErasure": "owner", "eraseHousehold": "owner",
	"listStaff": "owner", "addStaff": "owner", "changeStaff": "owner", "givePin": "owner", "listOverrides": "owner",
}

func may(role club.Role, operation string) bool {
	switch matrix[operation] {
	case "owner":
		return role == club.Owner
	case "counter":
		return role != club.Instructor
	}
	return true
}

// staffed is a desk with a person of each role.
type staffed struct {
	http.Handler
	*desk.Desk
	people map[club.Role]int64
	owner  club.Actor
}

func openStaffed(t *testing.T) staffed {
	t.Helper()
	dir := t.TempDir()
	d, err := desk.Open(context.Background(), desk.Options{Dir: dir, Version: "test", Keys: desk.FileKeys(dir + "-keys")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	made, err := d.MakeSample(t.Context(), desk.Request{}, desk.Sample{Riders: 3, Years: 1, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	s := staffed{api.Desk(d, "test"), d, map[club.Role]int64{club.Owner: made.Session.Person.ID}, made.Session.Person}
	for role, name := range map[club.Role]string{club.Desk: "Léa", club.Instructor: "Coach"} {
		person, err := d.SaveStaff(t.Context(), desk.Request{Actor: s.owner}, desk.SaveStaff{Staff: club.Staff{Name: name, Role: role}})
		if err != nil {
			t.Fatal(err)
		}
		s.people[role] = person.ID
	}
	return s
}

func TestEveryOperationAnswersTheRolesItIsForAndNobodyElse(t *testing.T) {
	s, all := openStaffed(t), operations(t)
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	yesterday := calendar.Day(time.Now().In(paris).AddDate(0, 0, -1).Format(time.DateOnly))
	// The first closing of all closes older months too, which are the owner's.
	if _, err := s.CloseDay(t.Context(), desk.Request{Actor: s.owner, Key: "first"}, desk.CloseDay{Day: yesterday}); err != nil {
		t.Fatal(err)
	}
	for _, role := range []club.Role{club.Instructor, club.Desk, club.Owner} {
		if _, err := s.SitDown(t.Context(), desk.SitDown{Person: s.people[role]}); err != nil {
			t.Fatal(err)
		}
		for _, op := range all {
			if _, known := matrix[op.id]; !known {
				t.Fatalf("%s: say in the matrix whom it is for", op.id)
			}
			if op.id == "sitDown" {
				continue
			}
			status, problem := op.ask(s, t.TempDir())
			if status == http.StatusBadRequest {
				t.Errorf("%s: the test's request is malformed: %+v", op.id, problem)
			}
			if refused := problem.Code == club.CodeNotAllowed; refused == may(role, op.id) || refused != (status == http.StatusForbidden) {
				t.Errorf("%s as %s: %d %s", op.id, role, status, problem.Code)
			}
		}
	}
	for id := range matrix {
		if !slices.ContainsFunc(all, func(op operation) bool { return op.id == id }) {
			t.Errorf("%s is no operation any more", id)
		}
	}
}

func TestALockedDeskAnswersNothingButTheLockScreen(t *testing.T) {
	s := openStaffed(t)
	if _, err := s.ChangePIN(t.Context(), desk.Request{Actor: s.owner}, desk.ChangePIN{PIN: "7392"}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Lock(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, op := range operations(t) {
		if op.id == "sitDown" {
			continue
		}
		status, problem := op.ask(s, t.TempDir())
		if locked := status == http.StatusLocked && problem.Code == club.CodeLocked; locked == (matrix[op.id] == "anybody") {
			t.Errorf("%s: %d %s", op.id, status, problem.Code)
		}
	}
	var session desk.Session
	call(t, s, "GET", "/session", "", nil, &session)
	if !session.Locked || session.Overdue != 0 || session.DataDir != "" || len(session.May) != 0 {
		t.Errorf("%+v", session)
	}
	var problem api.Problem
	if status := call(t, s, "POST", "/seat", "key-0001", desk.SitDown{Person: s.owner.ID}, &problem); status != 422 || problem.Code != club.CodePinWrong {
		t.Errorf("without a PIN: %d %+v", status, problem)
	}
	sit := map[string]any{"person": s.owner.ID, "pin": "7392"}
	if status := call(t, s, "POST", "/seat", "key-0002", sit, &session); status != 200 || session.Locked {
		t.Errorf("with the PIN: %d %+v", status, session)
	}
}

// Polling is not presence: only the page that says so keeps the desk open.
func TestTheDeskLocksBehindAPageThatOnlyAsksForChanges(t *testing.T) {
	dir, now := t.TempDir(), time.Date(2026, 10, 7, 10, 0, 0, 0, time.UTC)
	d, err := desk.Open(t.Context(), desk.Options{Dir: dir, Version: "test", Now: func() time.Time { return now }, Keys: desk.FileKeys(filepath.Join(dir, "keys"))})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	made, err := d.MakeSample(t.Context(), desk.Request{}, desk.Sample{Riders: 1, Years: 1, Seed: 1, Today: "2026-10-07"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.ChangePIN(t.Context(), desk.Request{Actor: made.Session.Person}, desk.ChangePIN{PIN: "7392"}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.SitDown(t.Context(), desk.SitDown{Person: made.Session.Person.ID, PIN: "7392"}); err != nil {
		t.Fatal(err)
	}
	handler := api.Desk(d, "test")
	for minute, test := range []struct {
		active string
		status int
	}{{"true", 200}, {"false", 200}, {"true", 200}, {"false", 200}, {"false", 200}, {"true", 423}} {
		r := httptest.NewRequest("GET", "/api/changes?since=0&active="+test.active, nil)
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if w.Code != test.status {
			t.Errorf("step %d: %d, want %d", minute, w.Code, test.status)
		}
		now = now.Add(2 * time.Minute)
	}
}

func TestAMalformedRequestIsLoggedWithoutWhatItSaid(t *testing.T) {
	var log bytes.Buffer
	was := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	defer slog.SetDefault(was)
	handler := clubHandler(t)
	var problem api.Problem
	if status := call(t, handler, "POST", "/seat", "key-0001", map[string]any{"person": 1, "pin": 83610527}, &problem); status != 400 {
		t.Errorf("%d %+v", status, problem)
	}
	if !strings.Contains(log.String(), "pin") || strings.Contains(log.String(), "8361") {
		t.Error(log.String())
	}
}

// operation is one of the description, with a request that has its form.
type operation struct {
	id, method, path string
	body             any
}

func (o operation) ask(handler http.Handler, dir string) (int, api.Problem) {
	body := o.body
	if o.id == "backup" {
		body = map[string]any{"file": filepath.Join(dir, "gone", "club.paddock")} // a place where nothing can be written
	}
	raw, _ := json.Marshal(body)
	r := httptest.NewRequest(o.method, o.path, bytes.NewReader(raw))
	r.Header.Set("Content-Type", "application/json")
	if o.method != "GET" {
		r.Header.Set("Idempotency-Key", "key-"+o.id+"-"+dir[len(dir)-1:])
	}
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	var problem api.Problem
	if w.Code >= 400 {
		_ = json.Unmarshal(w.Body.Bytes(), &problem)
	}
	return w.Code, problem
}

type schema struct {
	Ref        string            `json:"$ref"`
	Type       any               `json:"type"`
	Enum       []any             `json:"enum"`
	Examples   []any             `json:"examples"`
	Format     string            `json:"format"`
	Minimum    float64           `json:"minimum"`
	MinLength  int               `json:"minLength"`
	Required   []string          `json:"required"`
	Properties map[string]schema `json:"properties"`
}

// operations reads the description and makes a request for each.
func operations(t *testing.T) []operation {
	t.Helper()
	raw, err := api.OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Paths map[string]map[string]struct {
			OperationID string `json:"operationId"`
			Parameters  []struct {
				Name, In string
				Required bool
				Schema   schema
			}
			RequestBody struct {
				Content map[string]struct{ Schema schema }
			}
		}
		Components struct{ Schemas map[string]schema }
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	var all []operation
	for _, path := range slices.Sorted(maps.Keys(doc.Paths)) {
		for method, op := range doc.Paths[path] {
			o := operation{id: op.OperationID, method: strings.ToUpper(method), path: regexp.MustCompile(`\{\w+\}`).ReplaceAllString(path, "1")}
			sign := "?"
			for _, p := range op.Parameters {
				if p.In == "query" && p.Required {
					o.path += sign + p.Name + "=" + strings.Trim(string(must(t, p.Schema.sample(doc.Components.Schemas))), `"`)
					sign = "&"
				}
			}
			if body, has := op.RequestBody.Content["application/json"]; has {
				o.body = body.Schema.sample(doc.Components.Schemas)
			}
			all = append(all, o)
		}
	}
	return all
}

func must(t *testing.T, value any) []byte {
	t.Helper()
	raw, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// sample is the least that has this form.
func (s schema) sample(named map[string]schema) any {
	if s.Ref != "" {
		return named[s.Ref[strings.LastIndex(s.Ref, "/")+1:]].sample(named)
	}
	if len(s.Examples) > 0 { // what a pattern asks for
		return s.Examples[0]
	}
	if len(s.Enum) > 0 {
		return s.Enum[len(s.Enum)-1]
	}
	switch s.Type {
	case "object":
		value := map[string]any{}
		for _, name := range s.Required {
			value[name] = s.Properties[name].sample(named)
		}
		return value
	case "array":
		return []any{}
	case "integer", "number":
		return s.Minimum
	case "boolean":
		return false
	}
	switch s.Format {
	case "date":
		return "2026-10-07"
	case "date-time":
		return "2026-10-07T10:00:00Z"
	}
	return strings.Repeat("x", s.MinLength)
}
