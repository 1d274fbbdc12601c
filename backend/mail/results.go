package mail

import (
	"slices"
	"strings"

	"github.com/emersion/go-message"
)

// Result is what the club's mail server found out about who sent a mail: method
// "dmarc" or "dkim" passed or not for a domain (RFC 8601).
type Result struct {
	Method string
	Pass   bool
	Domain string // the sender's that was looked at, lower case
}

// results reads the word of a trusted server. Only the topmost Authentication-Results
// counts: the server that received the mail puts its own above all others (RFC 8601
// section 5), and whatever stands below may be the sender's own work.
func results(h message.Header, trusted []string) []Result {
	fields := h.FieldsByKey("Authentication-Results")
	if !fields.Next() || len(fields.Value()) > 8<<10 {
		return nil
	}
	server, rest, _ := strings.Cut(withoutComments(fields.Value()), ";")
	id, _, _ := strings.Cut(strings.TrimSpace(server), " ") // a version may follow
	if !slices.ContainsFunc(trusted, func(t string) bool { return t != "" && strings.EqualFold(strings.TrimSpace(t), id) }) {
		return nil
	}
	var found []Result
	for clause := range strings.SplitSeq(rest, ";") {
		words := strings.Fields(clause)
		if len(words) == 0 {
			continue
		}
		method, result, _ := strings.Cut(strings.ToLower(words[0]), "=")
		property := map[string]string{"dkim": "header.d=", "dmarc": "header.from="}[method]
		if property == "" {
			continue
		}
		for _, word := range words[1:] {
			if domain, is := strings.CutPrefix(strings.ToLower(word), property); is {
				found = append(found, Result{Method: method, Pass: result == "pass", Domain: strings.Trim(domain, `"`)})
			}
		}
	}
	return found
}

// withoutComments takes what stands in brackets out, as far as they close.
func withoutComments(s string) string {
	var out strings.Builder
	depth, quoted, escaped := 0, false, false
	for _, r := range s {
		switch {
		case escaped:
			escaped = false
			continue
		case r == '\\':
			escaped = true
			continue
		case r == '"' && depth == 0:
			quoted = !quoted
		case r == '(' && !quoted:
			depth++
			continue
		case r == ')' && !quoted && depth > 0:
			depth--
			continue
		}
		if quoted && r == ';' {
			r = '_'
		}
		if depth == 0 {
			out.WriteRune(r)
		}
	}
	return out.String()
}

// Vouched is whether the trusted server found that a mail of this domain really comes
// from it: its From is of the domain, and DMARC passed for that From, or a signature
// of the domain itself did.
func (m Message) Vouched(domain string) bool {
	_, from, _ := strings.Cut(m.From.Email, "@")
	if domain == "" || !within(from, domain) {
		return false
	}
	return slices.ContainsFunc(m.Results, func(r Result) bool {
		return r.Pass && (r.Method == "dmarc" && r.Domain == from || r.Method == "dkim" && within(r.Domain, domain))
	})
}

// writtenTo is whether one of these addresses stands in To. A signature tells who
// wrote and not for whom: a notice of somebody else's account, handed on as it is, is
// as well signed as one of the club's.
func (m Message) writtenTo(ours []string) bool {
	return slices.ContainsFunc(m.To, func(to Address) bool {
		return slices.ContainsFunc(ours, func(one string) bool { return strings.EqualFold(to.Email, strings.TrimSpace(one)) })
	})
}

// signed are the fields that a DKIM signature must cover for a mail to say to whom it
// was written: RFC 6376 (5.4) leaves all but From to the signer, and who hands the
// mail on can change what is left.
var signed = []string{"to", "subject"}

// open is whether a signature leaves one of those fields, or the end of the body (its
// tag l, RFC 6376 section 8.2), to whoever hands the mail on. All are looked at: the
// server's word does not tell which of them passed. A mail with none is believed for
// the way it came, which nobody else can take.
func open(h message.Header) bool {
	for fields := h.FieldsByKey("DKIM-Signature"); fields.Next(); {
		tags := map[string]string{}
		for tag := range strings.SplitSeq(fields.Value(), ";") {
			name, value, _ := strings.Cut(tag, "=")
			tags[strings.TrimSpace(name)] = strings.Join(strings.Fields(strings.ToLower(value)), "")
		}
		_, part := tags["l"]
		covered := strings.Split(tags["h"], ":")
		if part || slices.ContainsFunc(signed, func(name string) bool { return !slices.Contains(covered, name) }) {
			return true
		}
	}
	return false
}

// within is whether a name is a domain or below it.
func within(name, domain string) bool {
	return name == domain || strings.HasSuffix(name, "."+domain)
}
