import { signOut } from './endpoints/logout.ts';
import {
	listNoFactors,
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
import { showHealth, showPublicKeys, showSettings } from './endpoints/server-info.ts';
import { issueTokens } from './endpoints/token.ts';
import { changeUser, showUser } from './endpoints/user.ts';
import type { Routes } from './router.ts';

export const routes: Routes = {
	'GET /health': showHealth,
	'GET /settings': showSettings,
	'GET /.well-known/jwks.json': showPublicKeys,

	'POST /token': issueTokens,
	'GET /user': showUser,
	'PUT /user': changeUser,
	'POST /logout': signOut,

	'GET /authorize': refuseProvider,
	'* /callback': refuseProvider,
	'* /user/identities/*': refuseLinking,
	'* /user/oauth/*': refuseOAuthServer,
	'POST /factors': refuseFactor,
	'* /factors/*': refuseFactorUse,
	'* /passkeys/*': refusePasskeys,
	'* /sso/*': refuseSso,
	'* /oauth/*': refuseOAuthServer,
	'GET /admin/users/{id}/factors': listNoFactors,
	'* /admin/users/{id}/factors/*': refuseAdminFactorUse,
	'* /admin/users/{id}/passkeys/*': refuseAdminPasskeys,
	'* /admin/sso/*': refuseAdminSso,
	'* /admin/oauth/*': refuseAdminOAuth
};
