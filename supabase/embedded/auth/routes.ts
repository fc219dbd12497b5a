import {
	changeAccount,
	deleteAccount,
	listAccounts,
	listFactors,
	openAccount,
	showAccount
} from './endpoints/admin-users.ts';
import { listAuditLog } from './endpoints/audit-log.ts';
import { generateLink } from './endpoints/generate-link.ts';
import { invite } from './endpoints/invite.ts';
import { signOut } from './endpoints/logout.ts';
import {
	refuseAdminFactorUse,
	refuseAdminOAuth,
	refuseAdminPasskeys,
	refuseAdminSso,
	refuseFactor,
	refuseFactorUse,
	refuseLinking,
	refuseOAuthServer,
	refusePasskeys,
	refuseProvider,
	refuseSso
} from './endpoints/not-offered.ts';
import { sendOtp } from './endpoints/otp.ts';
import { reauthenticate } from './endpoints/reauthenticate.ts';
import { recoverPassword } from './endpoints/recover.ts';
import { resendMail } from './endpoints/resend.ts';
import { showHealth, showPublicKeys, showSettings } from './endpoints/server-info.ts';
import { signUp } from './endpoints/signup.ts';
import { issueTokens } from './endpoints/token.ts';
import { changeUser, showUser } from './endpoints/user.ts';
import { followLink, verifyCode } from './endpoints/verify.ts';
import type { Routes } from './router.ts';

export const routes: Routes = {
	'GET /health': showHealth,
	'GET /settings': showSettings,
	'GET /.well-known/jwks.json': showPublicKeys,

	'POST /signup': signUp,
	'POST /token': issueTokens,
	'GET /user': showUser,
	'PUT /user': changeUser,
	'POST /logout': signOut,
	'GET /reauthenticate': reauthenticate,

	'POST /recover': recoverPassword,
	'POST /otp': sendOtp,
	'POST /magiclink': sendOtp,
	'POST /resend': resendMail,
	'GET /verify': followLink,
	'POST /verify': verifyCode,

	'GET /admin/users': listAccounts,
	'POST /admin/users': openAccount,
	'GET /admin/users/{id}': showAccount,
	'PUT /admin/users/{id}': changeAccount,
	'DELETE /admin/users/{id}': deleteAccount,
	'POST /admin/generate_link': generateLink,
	'GET /admin/audit': listAuditLog,
	'POST /invite': invite,

	'GET /authorize': refuseProvider,
	'* /callback': refuseProvider,
	'* /user/identities/*': refuseLinking,
	'* /user/oauth/*': refuseOAuthServer,
	'POST /factors': refuseFactor,
	'* /factors/*': refuseFactorUse,
	'* /passkeys/*': refusePasskeys,
	'* /sso/*': refuseSso,
	'* /oauth/*': refuseOAuthServer,
	'GET /admin/users/{id}/factors': listFactors,
	'* /admin/users/{id}/factors/*': refuseAdminFactorUse,
	'* /admin/users/{id}/passkeys/*': refuseAdminPasskeys,
	'* /admin/sso/*': refuseAdminSso,
	'* /admin/oauth/*': refuseAdminOAuth
};
