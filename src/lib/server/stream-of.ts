/**
 * The parts of a generator as a stream that asks for the next only when the one before was taken, and
 * ends the generator when the reader goes away.
 */
export function streamOf(parts: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
	return new ReadableStream(
		{
			async pull(controller) {
				const next = await parts.next();
				if (next.done === true) controller.close();
				else controller.enqueue(next.value);
			},
			async cancel() {
				await parts.return(undefined);
			}
		},
		{ highWaterMark: 1 }
	);
}

/** Texts as UTF-8. */
export async function* encode(
	texts: Iterable<string> | AsyncIterable<string>
): AsyncGenerator<Uint8Array> {
	const encoder = new TextEncoder();
	for await (const text of texts) yield encoder.encode(text);
}
