/**
 * The exceptions of the COUNTER API (R5.1, appendix D). Texts are those of its table and are not
 * translated: programs compare them.
 */
const EXCEPTIONS = {
	1000: { message: 'Service Not Available', status: 503 },
	1030: { message: 'Insufficient Information to Process Request', status: 400 },
	2000: { message: 'Requestor Not Authorized to Access Service', status: 401 },
	2010: { message: 'Requestor is Not Authorized to Access Usage for Institution', status: 403 },
	2020: { message: 'APIKey Invalid', status: 401 },
	3020: { message: 'Invalid Date Arguments', status: 400 },
	3030: { message: 'No Usage Available for Requested Dates', status: 200 },
	3031: { message: 'Usage Not Ready for Requested Dates', status: 200 },
	3032: { message: 'Usage No Longer Available for Requested Dates', status: 200 },
	3050: { message: 'Parameter Not Recognized in this Context', status: 200 },
	3063: { message: 'Components Not Supported', status: 200 }
} as const;

export type ExceptionCode = keyof typeof EXCEPTIONS;

/** As the header of a report names it. */
export function exceptionText(code: ExceptionCode, data: string): string {
	return `${code}: ${EXCEPTIONS[code].message} (${data})`;
}

/** What keeps a report from being made at all. */
export class CounterException extends Error {
	readonly code: ExceptionCode;
	readonly data: string | undefined;

	constructor(code: ExceptionCode, data?: string) {
		super(EXCEPTIONS[code].message);
		this.code = code;
		this.data = data;
	}

	toResponse(): Response {
		return Response.json(
			{
				Code: this.code,
				Message: this.message,
				...(this.data !== undefined && { Data: this.data })
			},
			{ status: EXCEPTIONS[this.code].status }
		);
	}
}
