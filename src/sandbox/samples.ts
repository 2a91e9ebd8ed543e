/** The smallest files that pass for a photo and a voice message. */
export const samplePicture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
export const sampleVoice = Buffer.concat([Buffer.from('#!AMR\n', 'latin1'), Buffer.alloc(64)]);
