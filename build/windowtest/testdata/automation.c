// Lets WebKitWebDriver drive the unmodified program. WebKit accepts automation
// only for a view that was made for it, and Wails makes an ordinary one; so this
// library is loaded before WebKit's and makes that view instead.
//
// Built and preloaded by the window test, never part of the program.
#include <webkit2/webkit2.h>

static WebKitWebView *only_view;

// The driver asks for a view: there is one, the program's own.
static WebKitWebView *give_view(WebKitAutomationSession *session, gpointer unused)
{
	return only_view;
}

static void session_started(WebKitWebContext *context, WebKitAutomationSession *session, gpointer unused)
{
	WebKitApplicationInfo *info = webkit_application_info_new();
	webkit_application_info_set_name(info, "paddock");
	webkit_automation_session_set_application_info(session, info);
	webkit_application_info_unref(info);
	g_signal_connect(session, "create-web-view", G_CALLBACK(give_view), NULL);
}

// Takes the place of WebKit's function of this name, the one Wails calls.
GtkWidget *webkit_web_view_new_with_user_content_manager(WebKitUserContentManager *manager)
{
	WebKitWebContext *context = webkit_web_context_get_default();
	webkit_web_context_set_automation_allowed(context, TRUE);
	g_signal_connect(context, "automation-started", G_CALLBACK(session_started), NULL);
	only_view = WEBKIT_WEB_VIEW(g_object_new(WEBKIT_TYPE_WEB_VIEW,
		"web-context", context,
		"user-content-manager", manager,
		"is-controlled-by-automation", TRUE,
		NULL));
	return GTK_WIDGET(only_view);
}
