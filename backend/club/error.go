package club

import "maps"

// Error is a refusal: somebody asked for something the rules do not allow and
// can act on it. Its text is never shown: Code is the key "error." + Code in
// every catalogue, and Params fill its holes (locale says how a parameter's
// name chooses its form). A failure of the machine is an ordinary error and
// never this type.
type Error struct {
	Code   Code
	Field  string         // the form field at fault, in JSON spelling; "" when none is
	Params map[string]any // values for the text; names ending in Cents, Day, Rate are written as such
}

// Error returns the code, for logs and tests only.
func (e *Error) Error() string {
	if e.Field != "" {
		return string(e.Code) + " (" + e.Field + ")"
	}
	return string(e.Code)
}

// Is makes errors.Is(err, club.Refuse(code)) compare codes alone.
func (e *Error) Is(target error) bool {
	other, ok := target.(*Error)
	return ok && other.Code == e.Code
}

// Refuse makes a refusal with this code.
func Refuse(code Code) *Error { return &Error{Code: code} }

// On names the field at fault.
func (e *Error) On(field string) *Error { e.Field = field; return e }

// With adds a value for the text.
func (e *Error) With(name string, value any) *Error {
	params := maps.Clone(e.Params)
	if params == nil {
		params = map[string]any{}
	}
	params[name] = value
	e.Params = params
	return e
}

// Code names a refusal: "invoice.notFound". The list in codes.go is complete;
// each has a text in the three catalogues and a status in package api.
type Code string
