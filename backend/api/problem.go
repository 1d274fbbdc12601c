package api

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"paddock/backend/club"
	"paddock/backend/exchange"
)

// Problem is what an error looks like to a client (RFC 9457): the code chooses
// the words in the three catalogues, the parameters fill them. A fault has code
// "internal" and an id that is also in the log, and nothing else of it leaves.
type Problem struct {
	Status int            `json:"status"`
	Code   club.Code      `json:"code"`
	Field  string         `json:"field,omitempty"`
	Params map[string]any `json:"params,omitempty"`
	ID     string         `json:"id,omitempty"`
}

// Error makes a Problem an error for huma.
func (p *Problem) Error() string { return string(p.Code) }

// GetStatus is the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is RFC 9457's.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// statuses is the one table from refusal codes to statuses; what it does not
// name is 422, a request that is understood and not allowed.
var statuses = map[club.Code]int{
	club.CodeNotSignedIn: http.StatusUnauthorized,
	club.CodeNotAllowed:  http.StatusForbidden,
	club.CodeLocked:      http.StatusLocked,
	club.CodePinWait:     http.StatusTooManyRequests,

	club.CodeNotFound:          http.StatusNotFound,
	club.CodeHouseholdNotFound: http.StatusNotFound,
	club.CodeRiderNotFound:     http.StatusNotFound,
	club.CodeOfferNotFound:     http.StatusNotFound,
	club.CodeCartNotFound:      http.StatusNotFound,
	club.CodeInvoiceNotFound:   http.StatusNotFound,
	club.CodePaymentNotFound:   http.StatusNotFound,
	club.CodeFileGone:          http.StatusNotFound,
	club.CodeLineMissing:       http.StatusNotFound,
	club.CodeImportNotFound:    http.StatusNotFound,

	club.CodeMailGone:     http.StatusNotFound,
	club.CodeMailFileGone: http.StatusNotFound,
	club.CodeMailEnded:    http.StatusConflict,
	club.CodeMailChanged:  http.StatusConflict,
	club.CodeShownChanged: http.StatusConflict,

	club.CodePaperNotFound:   http.StatusNotFound,
	club.CodeScanNotFound:    http.StatusNotFound,
	club.CodeLicenceNotFound: http.StatusNotFound,

	club.CodeArenaNotFound:      http.StatusNotFound,
	club.CodeSeriesNotFound:     http.StatusNotFound,
	club.CodeLessonNotFound:     http.StatusNotFound,
	club.CodeClosedDaysNotFound: http.StatusNotFound,
	club.CodeBookingNotFound:    http.StatusNotFound,
	club.CodeVoucherNotFound:    http.StatusNotFound,
	club.CodeCardNotFound:       http.StatusNotFound,
	club.CodeWaitingNotFound:    http.StatusNotFound,

	club.CodeStale:           http.StatusConflict,
	club.CodeMailDecided:     http.StatusConflict,
	club.CodeLessonFull:      http.StatusConflict,
	club.CodeBookedTwice:     http.StatusConflict,
	club.CodeLessonCancelled: http.StatusConflict,
	club.CodeLessonClosed:    http.StatusConflict,
	club.CodeBookingEnded:    http.StatusConflict,
	club.CodeWaitingState:    http.StatusConflict,
	club.CodeKeyReused:       http.StatusConflict,
	club.CodeClubExists:      http.StatusConflict,
	club.CodeFolderNotEmpty:  http.StatusConflict,
	club.CodeClubMissing:     http.StatusConflict,
	club.CodeCartClosed:      http.StatusConflict,
	club.CodeCartExpired:     http.StatusConflict,
	club.CodeClockAhead:      http.StatusConflict,
	club.CodeClockBehind:     http.StatusConflict,
	club.CodeFileBusy:        http.StatusConflict,
	club.CodeImportUndone:    http.StatusConflict,
	club.CodeImportSold:      http.StatusConflict,
	club.CodeImportUsed:      http.StatusConflict,

	club.CodeMalformed:  http.StatusBadRequest,
	club.CodeKeyMissing: http.StatusBadRequest,
}

// problem is the only way an error of a verb leaves this package.
func (h handlers) problem(err error) error { return asProblem(h.desk.Log(), err) }

// asProblem turns a refusal into its code and a fault into an id.
func asProblem(log *slog.Logger, err error) *Problem {
	var refusal *club.Error
	if errors.As(err, &refusal) {
		status, has := statuses[refusal.Code]
		if !has {
			status = http.StatusUnprocessableEntity
		}
		return &Problem{Status: status, Code: refusal.Code, Field: refusal.Field, Params: refusal.Params}
	}
	id := strings.ToLower(rand.Text()[:8])
	log.Error("fault", "id", id, "error", err)
	return &Problem{Status: http.StatusInternalServerError, Code: "internal", ID: id}
}

// huma's own error body is replaced in this one place. What huma itself refuses
// is a request without the API's form, a fault of our client, so it has one
// code; rules a person can break are checked in the domain.
func init() {
	huma.NewError = func(status int, message string, errs ...error) huma.StatusError {
		if status == http.StatusRequestEntityTooLarge {
			return &Problem{Status: status, Code: club.CodeFileTooLarge, Params: map[string]any{"megabytes": exchange.MaxBytes >> 20}}
		}
		p := &Problem{Status: http.StatusBadRequest, Code: club.CodeMalformed}
		reason := ""
		for _, err := range errs {
			detail := (*huma.ErrorDetail)(nil)
			if !errors.As(err, &detail) {
				continue
			}
			p.Field, reason = strings.TrimPrefix(detail.Location, "body."), detail.Message
			if strings.Contains(detail.Location, "Idempotency-Key") {
				p.Code = club.CodeKeyMissing
			}
			break
		}
		if message != "" { // huma also calls this once per operation, for the schema
			// Never the value: it may be a PIN, or somebody's health.
			slog.Warn("malformed request", "what", message, "field", p.Field, "reason", reason)
		}
		return p
	}
}

// WriteProblem answers an error outside an operation: an unknown address, a
// missing key, a panic that was caught.
func WriteProblem(w http.ResponseWriter, log *slog.Logger, err error) { writeProblem(w, log, err) }

func writeProblem(w http.ResponseWriter, log *slog.Logger, err error) {
	p := asProblem(log, err)
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(p.Status)
	if err := json.NewEncoder(w).Encode(p); err != nil {
		log.Warn("write problem", "error", err)
	}
}
