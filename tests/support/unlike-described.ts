/*
 * Whether an answer is what a JSON schema says, in as much of JSON Schema as our description of the
 * API uses. Stricter in one thing: an object may have no property that is not described.
 */

type Schema = {
	$ref?: string;
	type?: string | string[];
	enum?: unknown[];
	oneOf?: Schema[];
	items?: Schema;
	properties?: Record<string, Schema>;
	additionalProperties?: Schema;
	required?: string[];
	format?: string;
	maximum?: number;
	minimum?: number;
	maxLength?: number;
};

type Schemas = Record<string, Schema>;

const FORMATS: Record<string, RegExp> = {
	uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
	'date-time': /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/,
	date: /^\d{4}-\d{2}-\d{2}$/,
	uri: /^https?:\/\/\S+$/
};

/** What is not as described, each with its place; nothing when all is. */
export function unlikeDescribed(
	schema: Schema,
	value: unknown,
	schemas: Schemas,
	at = '$'
): string[] {
	if (schema.$ref !== undefined) {
		const name = schema.$ref.split('/').at(-1) ?? '';
		const named = schemas[name];
		return named === undefined
			? [`${at}: no schema ${name}`]
			: unlikeDescribed(named, value, schemas, at);
	}
	if (schema.oneOf !== undefined) {
		const tries = schema.oneOf.map((one) => unlikeDescribed(one, value, schemas, at));
		if (tries.filter((faults) => faults.length === 0).length === 1) return [];
		return value === null ? [`${at}: null`] : (tries[0] ?? []);
	}
	const faults = unlikeOwnKind(schema, value).map((fault) => `${at}: ${fault}`);
	if (Array.isArray(value)) {
		const { items = {} } = schema;
		faults.push(
			...value.flatMap((item, index) => unlikeDescribed(items, item, schemas, `${at}[${index}]`))
		);
	} else if (typeof value === 'object' && value !== null) {
		faults.push(...unlikeProperties(schema, value, schemas, at));
	}
	return faults;
}

function unlikeProperties(
	{ properties, additionalProperties: others, required = [] }: Schema,
	value: object,
	schemas: Schemas,
	at: string
): string[] {
	// What is described as an object and no more may hold anything.
	if (properties === undefined && others === undefined) return [];
	const missing = required
		.filter((name) => !(name in value))
		.map((name) => `${at}.${name}: missing`);
	const present = Object.entries(value).flatMap(([name, part]) => {
		const property = properties?.[name] ?? others;
		return property === undefined
			? [`${at}.${name}: not described`]
			: unlikeDescribed(property, part, schemas, `${at}.${name}`);
	});
	return [...missing, ...present];
}

function unlikeOwnKind(schema: Schema, value: unknown): string[] {
	const faults: string[] = [];
	const types = schema.type === undefined ? [] : [schema.type].flat();
	if (types.length > 0 && !types.some((type) => isOfType(type, value))) {
		faults.push(`no ${types.join(' or ')}`);
	}
	if (schema.enum?.includes(value) === false) faults.push(`none of ${schema.enum.join(', ')}`);
	if (typeof value === 'string') {
		if (FORMATS[schema.format ?? '']?.test(value) === false)
			faults.push(`no ${schema.format ?? ''}`);
		if (value.length > (schema.maxLength ?? Infinity)) faults.push('too long');
	}
	if (typeof value === 'number') {
		if (value > (schema.maximum ?? Infinity) || value < (schema.minimum ?? -Infinity)) {
			faults.push('out of range');
		}
	}
	return faults;
}

function isOfType(type: string, value: unknown): boolean {
	switch (type) {
		case 'null':
			return value === null;
		case 'array':
			return Array.isArray(value);
		case 'integer':
			return Number.isInteger(value);
		case 'object':
			return typeof value === 'object' && value !== null && !Array.isArray(value);
		default:
			return typeof value === type;
	}
}
