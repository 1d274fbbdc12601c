package mail_test

import (
	"strings"
	"testing"

	"paddock/backend/mail"
)

const ours = "paddock.0123456789abcdef01234567@vaubrun.example"

// reports are what servers of several makes write of a mail of ours, each in its own
// manner; written for these tests after RFC 3464 and their manuals.
var reports = map[string]struct {
	source string
	want   *mail.Bounce
}{
	"Postfix": {`From: MAILER-DAEMON@mx.example (Mail Delivery System)
To: club@vaubrun.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
	boundary="A1B2/mx.example"

This is a MIME-encapsulated message.

--A1B2/mx.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--A1B2/mx.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
X-Postfix-Queue-ID: A1B2
Arrival-Date: Tue, 13 Oct 2026 18:00:01 +0200 (CEST)

Final-Recipient: rfc822; famille@delcourt.example
Original-Recipient: rfc822;Famille@Delcourt.example
Action: failed
Status: 5.1.1
Remote-MTA: dns; mail.delcourt.example
Diagnostic-Code: smtp; 550 5.1.1 <famille@delcourt.example>: Recipient address
    rejected: User unknown

--A1B2/mx.example
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

Received: by mx.example
From: Club <club@vaubrun.example>
Message-ID: <@ID@>
Subject: Vos séances de demain

--A1B2/mx.example--
`, &mail.Bounce{ID: ours, Address: "famille@delcourt.example", Says: "550 5.1.1 <famille@delcourt.example>: Recipient address rejected: User unknown"}},
	"Exim": {`Return-path: <>
X-Failed-Recipients: famille@delcourt.example
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@mx.example>
To: club@vaubrun.example
References: <@ID@>
Content-Type: multipart/report; report-type=delivery-status; boundary=1602612001-eximdsn-42
MIME-Version: 1.0
Subject: Mail delivery failed: returning message to sender

--1602612001-eximdsn-42
Content-type: text/plain; charset=us-ascii

A message that you sent could not be delivered to one or more of its recipients.

--1602612001-eximdsn-42
Content-type: message/delivery-status

Reporting-MTA: dns; mx.example

Action: failed
Final-Recipient: rfc822;famille@delcourt.example
Status: 5.0.0
Remote-MTA: dns; mail.delcourt.example
Diagnostic-Code: smtp; 552 5.2.2 mailbox full

--1602612001-eximdsn-42
Content-type: message/rfc822

Return-path: <club@vaubrun.example>
Message-Id: <@ID@>
From: club@vaubrun.example
Subject: Facture

Bonjour
--1602612001-eximdsn-42--
`, &mail.Bounce{ID: ours, Address: "famille@delcourt.example", Says: "552 5.2.2 mailbox full"}},
	"Exchange": {`From: postmaster@outlook.example
To: club@vaubrun.example
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
	boundary="c1c0"
Subject: Undeliverable: Facture
In-Reply-To: <@ID@>

--c1c0
Content-Type: multipart/alternative; boundary="inner"

--inner
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

<p>Your message couldn=27t be delivered.</p>
--inner--

--c1c0
Content-Type: message/delivery-status

Reporting-MTA: dns;PR0P264.PROD.OUTLOOK.example

Final-Recipient: rfc822;famille@delcourt.example
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup

--c1c0
Content-Type: message/rfc822

Message-ID: <@ID@>
From: club@vaubrun.example

--c1c0--
`, &mail.Bounce{ID: ours, Address: "famille@delcourt.example", Says: "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup"}},
	"Gmail, which names the mail in the report itself": {`From: Mail Delivery Subsystem <mailer-daemon@gmail.example>
To: club@vaubrun.example
Content-Type: multipart/report; boundary="0000"; report-type=delivery-status
MIME-Version: 1.0

--0000
Content-Type: text/plain; charset="UTF-8"

** Address not found **

--0000
Content-Type: message/delivery-status

Reporting-MTA: dns; gmail.example
Received-From-MTA: dns; club@vaubrun.example
X-Original-Message-ID: <@ID@>

Final-Recipient: rfc822; famille@delcourt.example
Action: Failed
Status: 4.4.1
Last-Attempt-Date: Thu, 15 Oct 2026 09:00:00 -0700 (PDT)

--0000--
`, &mail.Bounce{ID: ours, Address: "famille@delcourt.example", Says: "4.4.1"}},
	"a server that says only that it is late": {report("Action: delayed\nStatus: 4.4.1\nWill-Retry-Until: Sun, 18 Oct 2026 18:00:00 +0200"), nil},
	"a server that says it arrived":           {report("Action: delivered\nStatus: 2.0.0"), nil},
	"words alone, however they are put":       {"From: mailer-daemon@mx.example\nSubject: failure notice\nContent-Type: text/plain\n\nHi. This is the qmail-send program.\n<famille@delcourt.example>: no such user.\nAction: failed\nMessage-ID: <@ID@>\n", nil},
	"a report that names no mail":             {strings.Replace(report("Action: failed\nStatus: 5.1.1"), "Message-ID: <@ID@>\n", "", 1), nil},
	"a report of another kind":                {strings.Replace(report("Action: failed\nStatus: 5.1.1"), "report-type=delivery-status", "report-type=feedback-report", 1), nil},
	"a report that somebody forwards": {"From: a@b.example\nContent-Type: multipart/mixed; boundary=out\n\n--out\nContent-Type: message/rfc822\n\n" +
		report("Action: failed\nStatus: 5.1.1") + "\n--out--\n", nil},
	"its fields in a mail that is no report": {strings.Replace(report("Action: failed\nStatus: 5.1.1"), "multipart/report; report-type=delivery-status;", "multipart/mixed;", 1), nil},
	"an addressee that is no address":        {report("Final-Recipient: rfc822; <script>\nAction: failed\nDiagnostic-Code: smtp; 550 \x1b[31mno\u202e"), &mail.Bounce{ID: ours, Says: "550 [31mno"}},
}

// report is a delivery status notification with these fields of an addressee.
func report(fields string) string {
	return "From: mailer-daemon@mx.example\nTo: club@vaubrun.example\nSubject: report\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n" +
		"--b\nContent-Type: text/plain\n\nsee below\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n" + fields +
		"\n\n--b\nContent-Type: message/rfc822\n\nMessage-ID: <@ID@>\nSubject: x\n\nbody\n--b--\n"
}

func parseReport(source string) mail.Message {
	source = strings.ReplaceAll(strings.ReplaceAll(source, "@ID@", ours), "\n", "\r\n")
	return mail.ParseUnguarded(mail.Raw{Body: []byte(source), Bytes: int64(len(source)), Arrived: arrived}, nil)
}

func TestAReportOfAServerNamesTheMailThatDidNotArrive(t *testing.T) {
	for name, test := range reports {
		t.Run(name, func(t *testing.T) {
			got := parseReport(test.source).Bounce
			if (got == nil) != (test.want == nil) || got != nil && *got != *test.want {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}

// A report without end, with fields without end or more addressees than anybody has
// is read as far as it is looked at.
func TestAHostileReportIsBounded(t *testing.T) {
	many := strings.Repeat("Final-Recipient: rfc822; a@b.example\nAction: delayed\n\n", 100_000)
	for name, source := range map[string]string{
		"addressees without end": report(many + "Action: failed"),
		"a field without end":    report("Diagnostic-Code: smtp; " + strings.Repeat("x", 5<<20) + "\nAction: failed"),
		"folds without end":      report("Action: failed\nDiagnostic-Code: smtp; no\n" + strings.Repeat(" fold\n", 100_000)),
		"empty lines":            report(strings.Repeat("\n", 1<<20) + "Action: failed"),
		"a header without end":   strings.Replace(report("Action: failed"), "Message-ID: <@ID@>", strings.Repeat("X: y\n", 1<<19)+"Message-ID: <@ID@>", 1),
		"parts without end":      report("Action: failed\n\n" + strings.Repeat("--b\nContent-Type: message/delivery-status\n\nAction: failed\n\n", 10_000)),
	} {
		t.Run(name, func(t *testing.T) {
			m := parseReport(source)
			bounded(t, m)
			if m.Bounce != nil && len(m.Bounce.Says) > 1000 {
				t.Errorf("%d bytes said", len(m.Bounce.Says))
			}
		})
	}
}
