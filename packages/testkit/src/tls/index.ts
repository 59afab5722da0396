export { type Certificate, CertificateAuthority, type CertificateRequest, createSelfSigned } from './certificates';
