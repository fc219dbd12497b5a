import * as v from 'valibot';
import { MEDIA_TYPES, type RecordFormat } from './record-format.ts';

const FORMATS = Object.entries(MEDIA_TYPES) as [RecordFormat, string][];

const quality = v.pipe(v.string(), v.decimal(), v.transform(Number));

/** Reads an Accept header by its weights; what it does not name, of those there are, is plain JSON. */
export function chooseFormat<Offered extends RecordFormat>(
	accept: string | null,
	offered: readonly Offered[]
): Offered | 'json' {
	const wishes = (accept ?? '*/*')
		.split(',')
		.map((part) => {
			const [type = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
			const weight = v.safeParse(
				quality,
				parameters.find((parameter) => parameter.startsWith('q='))?.slice(2)
			);
			return { format: formatOf(type, offered), weight: weight.success ? weight.output : 1 };
		})
		.toSorted((one, other) => other.weight - one.weight);
	return wishes.find(({ format, weight }) => format !== null && weight > 0)?.format ?? 'json';
}

function formatOf<Offered extends RecordFormat>(
	type: string,
	offered: readonly Offered[]
): Offered | 'json' | null {
	if (type === '*/*' || type === 'application/*') return 'json';
	const named = FORMATS.find(([, mediaType]) => mediaType === type)?.[0];
	return offered.find((format) => format === named) ?? null;
}
