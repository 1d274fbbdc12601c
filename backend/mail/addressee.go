package mail

import (
	"net/textproto"
	"slices"
	"strconv"
	"strings"
)

// addresseeStatus are the enhanced status codes, without their class, of a permanent
// failure whose cause is the addressee: RFC 3463, sections 3.2 (addressing) and 3.3
// (mailbox), and RFC 7505 for a domain that takes no mail. Every other code is about
// the sender (1.7, 1.8), a full mailbox or a large mail (2.2, 2.3), the servers and the
// way between them (3.x, 4.x, 5.x), the content (6.x) or a policy (7.x): the address may
// be right.
var addresseeStatus = []string{
	"1.0",  // other address status
	"1.1",  // bad destination mailbox address
	"1.2",  // bad destination system address
	"1.3",  // bad destination mailbox address syntax
	"1.4",  // destination mailbox address ambiguous
	"1.6",  // destination mailbox has moved, no forwarding address
	"1.10", // recipient address has null MX
	"2.1",  // mailbox disabled, not accepting messages
}

// addresseeReplies are the replies to RCPT that are about the mailbox where no enhanced
// status says more: RFC 5321, sections 3.3 and 4.2.3.
var addresseeReplies = []int{550, 551, 553}

// senderWords are in a bare 550 that is no word about the mailbox: it is the sender
// that may not (RFC 5321, 4.2.3: "command rejected for policy reasons").
var senderWords = []string{"relay", "log in", "login", "auth", "policy", "permit", "spam", "block"}

// wrongAddressee reports whether a permanent refusal says that nobody is reached at the
// address, as a report of a bounce does. Named is whether it answers RCPT, the one
// command that is about nothing else.
func wrongAddressee(said *textproto.Error, named bool) bool {
	if said.Code/100 != 5 {
		return false
	}
	first, _, _ := strings.Cut(said.Msg, " ")
	if status, is := strings.CutPrefix(first, "5."); is && isStatus(status) {
		return slices.Contains(addresseeStatus, status)
	}
	text := strings.ToLower(said.Msg)
	return named && slices.Contains(addresseeReplies, said.Code) && !slices.ContainsFunc(senderWords, func(word string) bool { return strings.Contains(text, word) })
}

// isStatus is subject and detail of an enhanced status code.
func isStatus(status string) bool {
	subject, detail, found := strings.Cut(status, ".")
	_, errSubject := strconv.ParseUint(subject, 10, 10)
	_, errDetail := strconv.ParseUint(detail, 10, 10)
	return found && errSubject == nil && errDetail == nil
}
