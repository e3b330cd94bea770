export const text = 'version one';
