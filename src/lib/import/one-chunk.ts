/** A file that is in memory already, as the reader of files opens one. */
export async function* oneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
	yield await Promise.resolve(bytes);
}
